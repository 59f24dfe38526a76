using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Reads a history, and remembers how far it reaches.</summary>
/// <param name="history">The history that is read before the topic.</param>
internal sealed class PastEvents<T>(KafkaHistory<T> history)
{
    private long _latest = -1;

    public KafkaHistory<T> History => history;

    /// <summary>Gives the greatest event time of the history in UTC ticks, once it has been read, what is not taken
    /// from it included; below 0 before.</summary>
    public long Latest => Volatile.Read(ref _latest);

    /// <summary>Gives the events as records of a topic without an offset; without a number of partitions, of none of
    /// them.</summary>
    public IEnumerable<KafkaRecord<T>> Records(string topic, int? partitions = null)
    {
        foreach (var value in history.Events)
        {
            var time = history.EventTimeSelector(value);
            Note(time.UtcTicks);
            if (time < history.Until)
            {
                var key = history.KeySelector?.Invoke(value);
                var partition = partitions is not { } count ? Partition.Any.Value
                    : key is null ? 0
                    : KafkaPartitioner.PartitionOf(key, count);
                yield return new(value, time, new TopicPartitionOffset(topic, partition, Offset.Unset), key);
            }
        }
    }

    // Several subscriptions may read it at the same time.
    private void Note(long ticks)
    {
        for (var latest = Latest; ticks > latest;)
        {
            var found = Interlocked.CompareExchange(ref _latest, ticks, latest);
            latest = found == latest ? ticks : found;
        }
    }
}
