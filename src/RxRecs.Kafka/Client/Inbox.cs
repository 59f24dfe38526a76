using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Keeps the records that another thread has polled while the pipeline was busy, until the loop takes them.
/// Whichever thread has the consumer uses it.</summary>
internal sealed class Inbox(OwnedPartitions owned)
{
    private readonly Queue<ConsumeResult<byte[], byte[]>> _records = [];

    public bool IsEmpty => _records.Count == 0;

    public void Add(ConsumeResult<byte[], byte[]> record) => _records.Enqueue(record);

    /// <summary>Takes the oldest record; null if there is none.</summary>
    public ConsumeResult<byte[], byte[]>? Take() => _records.TryDequeue(out var record) ? record : null;

    /// <summary>Drops what is from before a partition was moved or taken away: taken in later, it would leave a gap
    /// before it.</summary>
    public void Forget(OwnedPartition partition)
    {
        for (var left = _records.Count; left > 0; left--)
        {
            var record = _records.Dequeue();
            if (!owned.IsOf(record, partition))
            {
                _records.Enqueue(record);
            }
        }
    }

    public void Clear() => _records.Clear();
}
