namespace RxRecs.Kafka;

/// <summary>What a cluster says about a topic.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Retention">How long records are kept, by their timestamps; <see cref="Timeout.InfiniteTimeSpan"/> for
/// ever; null where the cluster does not tell.</param>
public sealed record KafkaTopicInfo(string Name, int Partitions, TimeSpan? Retention)
{
    /// <summary>
    /// What to tell a person before event times go into the timestamps of records; null where there is nothing to fear.
    /// </summary>
    public string? RetentionWarning => Retention == Timeout.InfiniteTimeSpan
        ? null
        : $"Topic '{Name}' {Kept}: records whose timestamp is older are deleted, within minutes. Keep event times in "
            + "the value alone, or set retention.ms=-1 on the topic.";

    private string Kept => Retention is { } time
        ? $"keeps records for {time.TotalHours:0.##} hours"
        : "may keep records for a limited time (the cluster does not tell)";
}
