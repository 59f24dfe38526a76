using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Offers of a consumer what may be done while partitions come and go, inside of a poll or a close: asking, noting what
/// is to be committed, and resuming; neither polling nor closing. Where partitions begin is what
/// <see cref="IRebalanceListener.OnAssigned"/> gives.
/// </summary>
/// <param name="consumer">The client.</param>
/// <param name="timeout">The time within which a broker must answer.</param>
internal sealed class RebalanceClient(IConsumer<byte[], byte[]> consumer, TimeSpan timeout)
{
    private readonly PartitionOffsets _offsets = new(consumer, timeout);

    /// <summary>Gives the time that a broker may take to answer.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Asks what the group has committed.</summary>
    /// <exception cref="KafkaException">A broker refuses, or none answers.</exception>
    public List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions) =>
        consumer.Committed(partitions, timeout);

    /// <inheritdoc cref="PartitionOffsets.At"/>
    public List<TopicPartitionOffset> At(IReadOnlyCollection<TopicPartition> partitions, Timestamp time) =>
        _offsets.At(partitions, time);

    /// <inheritdoc cref="PartitionOffsets.RangeOf"/>
    public WatermarkOffsets RangeOf(TopicPartition partition) => _offsets.RangeOf(partition);

    /// <summary>Notes what is to be committed: the library sends it in the background, when a partition goes before it
    /// is gone.</summary>
    /// <exception cref="KafkaException">The partition is not ours.</exception>
    public void Commit(TopicPartitionOffset offset) => consumer.StoreOffset(offset);

    /// <summary>Goes on with fetching from a partition.</summary>
    /// <exception cref="KafkaException">The partition is not ours.</exception>
    public void Resume(TopicPartition partition) => consumer.Resume([partition]);
}
