namespace RxRecs.Kafka;

/// <summary>Describes a topic: one to be made, or one that is there.</summary>
/// <param name="Name">The topic's name: letters, digits, dot, underscore and hyphen, at most 249.</param>
/// <param name="Partitions">The number of partitions, at least 1.</param>
public sealed record KafkaTopic(string Name, int Partitions)
{
    private readonly TimeSpan? _retention;

    /// <summary>Gets the number of brokers that hold each partition; null for the cluster's default.</summary>
    public short? Replicas { get; init; }

    /// <summary>
    /// Gets the time for which records are kept (<c>retention.ms</c>): <see cref="Timeout.InfiniteTimeSpan"/> for ever,
    /// which is needed where records carry event times of the past as their timestamps: a broker deletes by those. Null
    /// for the cluster's default, or where the cluster does not tell.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative and not infinite.</exception>
    public TimeSpan? Retention
    {
        get => _retention;
        init
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(
                    value ?? TimeSpan.Zero, TimeSpan.Zero, nameof(Retention));
            }

            _retention = value;
        }
    }

    /// <summary>
    /// Gets the id that the cluster gave the topic, which tells it from one made anew under its name; null for one to
    /// be made, and where the cluster does not tell.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Gets further settings of the topic by Kafka's names, such as <c>cleanup.policy</c>.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Tells what to tell a person before event times go into the timestamps of records; null where there is nothing to
    /// fear.
    /// </summary>
    internal string? RetentionWarning => Retention == Timeout.InfiniteTimeSpan
        ? null
        : $"Topic '{Name}' {Kept}: records whose timestamp is older are deleted, within minutes. Keep event times in "
            + "the value alone, or set retention.ms=-1 on the topic.";

    private string Kept => Retention is { } time
        ? $"keeps records for {time.TotalHours:0.##} hours"
        : "may keep records for a limited time (the cluster does not tell)";
}
