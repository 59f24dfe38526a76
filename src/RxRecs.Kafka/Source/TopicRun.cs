namespace RxRecs.Kafka.Source;

/// <summary>Where a target finds the loop that feeds it.</summary>
internal sealed class TopicRun
{
    public IPartitionControl Control { get; set; } = null!;
}
