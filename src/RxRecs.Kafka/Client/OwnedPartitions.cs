using System.Collections;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Holds the partitions in hand. Whichever thread has the consumer uses it.</summary>
/// <param name="onlyTopic">The topic where there is just one, of which the records do not tell; else null.</param>
internal sealed class OwnedPartitions(string? onlyTopic) : IReadOnlyCollection<OwnedPartition>
{
    private readonly Dictionary<TopicPartition, OwnedPartition> _owned = [];
    private OwnedPartition? _last;

    public int Count => _owned.Count;

    public IEnumerable<TopicPartition> Ids => _owned.Keys;

    public bool Has(TopicPartition id) => _owned.ContainsKey(id);

    public OwnedPartition? Find(TopicPartition id) => _owned.GetValueOrDefault(id);

    /// <summary>Finds the partition of a record; null if it is not ours any more.</summary>
    public OwnedPartition? Find(ConsumeResult<byte[], byte[]> record)
    {
        if (_last is { } last && IsOf(record, last))
        {
            return last;
        }

        return _last = Find(new TopicPartition(onlyTopic ?? record.Topic, record.Partition));
    }

    /// <summary>Tells whether a record is of a partition.</summary>
    public bool IsOf(ConsumeResult<byte[], byte[]> record, OwnedPartition partition) =>
        partition.Id.Partition.Value == record.Partition.Value
        && (onlyTopic is not null || partition.Id.Topic == record.Topic);

    public void Add(OwnedPartition partition)
    {
        _last = null;
        _owned[partition.Id] = partition;
    }

    public void Remove(OwnedPartition partition)
    {
        _last = null;
        _owned.Remove(partition.Id);
    }

    public IEnumerator<OwnedPartition> GetEnumerator() => _owned.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
