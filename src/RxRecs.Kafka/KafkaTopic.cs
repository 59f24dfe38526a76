namespace RxRecs.Kafka;

/// <summary>A topic to be made.</summary>
/// <param name="Name">Its name: letters, digits, dot, underscore and hyphen, at most 249.</param>
/// <param name="Partitions">How many partitions, at least 1.</param>
public sealed record KafkaTopic(string Name, int Partitions)
{
    /// <summary>How many brokers hold each partition; null for the cluster's default.</summary>
    public short? Replicas { get; init; }

    /// <summary>
    /// Whether records are kept for ever (<c>retention.ms=-1</c>). Needed where records carry event times of the past
    /// as their timestamps: a broker deletes by those.
    /// </summary>
    public bool KeepForever { get; init; }

    /// <summary>Further settings of the topic by Kafka's names, such as <c>cleanup.policy</c>.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();
}
