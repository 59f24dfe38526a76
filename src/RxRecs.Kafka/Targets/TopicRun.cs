namespace RxRecs.Kafka;

/// <summary>Leads a target to the loop that feeds it.</summary>
internal sealed class TopicRun
{
    public IPartitionControl Control { get; set; } = null!;

    /// <summary>Topics that were found to be made anew: what a group had committed of them does not count.</summary>
    public HashSet<string> Anew { get; } = new(StringComparer.Ordinal);
}
