namespace RxRecs.Kafka;

/// <summary>Keeps what one partition has pending in the merge, and how far it has come in event time.</summary>
internal sealed class MergedPartition<T>(OwnedPartition partition)
{
    public OwnedPartition Id => partition;

    public ReorderBuffer<(KafkaRecord<T> Record, long Ticket)> Pending { get; } = new();

    public ProcessedOffsets Offsets { get; } = new();

    /// <summary>The greatest event time seen minus the allowed lateness.</summary>
    public long Watermark { get; set; } = BoundedDisorder.None;

    /// <summary>The most that it held when it was the one that all waited for.</summary>
    public long Needed { get; set; }

    /// <summary>The least offset of those handed on that are to come again.</summary>
    public long Redone { get; set; } = long.MaxValue;

    /// <summary>Tells whether the others do not wait for it: it is completed or quiet.</summary>
    public bool IsIdle { get; set; }
}
