using Confluent.Kafka;

namespace RxRecs.Kafka.Source;

/// <summary>One partition in the hands of this member, from assignment to revocation.</summary>
internal sealed class OwnedPartition(TopicPartition partition, int partitionCount)
{
    public TopicPartition Id => partition;

    /// <summary>How many partitions the topic has.</summary>
    public int PartitionCount => partitionCount;

    /// <summary>The offset after the last record that was taken; below 0 before the first, if not known.</summary>
    public long NextOffset { get; set; } = Offset.Unset.Value;

    /// <summary>What has been handed over for commit.</summary>
    public long CommittedOffset { get; set; } = Offset.Unset.Value;

    /// <summary>Where the partition ended at the start; <see cref="long.MaxValue"/> for a source that goes on.</summary>
    public long EndOffset { get; set; } = long.MaxValue;

    /// <summary>Whether the last thing that came was the partition's end.</summary>
    public bool IsAtEnd { get; set; }

    /// <summary>Whether the reading is over, having come to <see cref="EndOffset"/>.</summary>
    public bool IsCompleted { get; set; }

    /// <summary>Whether the target has begun with it.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Whether the target wants no more of it for now.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When the last record came, or when the target was last told of the quiet: the clock's timestamp.</summary>
    public long QuietSince { get; set; }

    public override string ToString() => $"{partition.Topic}[{partition.Partition.Value}]";
}
