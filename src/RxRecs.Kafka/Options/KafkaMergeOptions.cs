namespace RxRecs.Kafka;

/// <summary>
/// Configures how the partitions of one consumer become one stream in order of event time. Partitions fill unevenly, so
/// over a backlog one falls days behind the others in event time: the least watermark of all partitions counts, and
/// those that run ahead are paused rather than held without bound.
/// </summary>
public sealed record KafkaMergeOptions
{
    /// <summary>
    /// Gets the longest time by which a record may come behind the greatest event time seen in its own partition and
    /// still count; zero for partitions that are in order.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public required TimeSpan AllowedLateness { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Gets the number of records of one partition that are held, at their own size and some 400 bytes each, and beyond
    /// what the allowed lateness takes, before it is paused. The default is 50,000. A partition that is paused loses
    /// what had been fetched ahead, so a small number costs network. The partition that all wait for is never paused.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MaxPending { get; init => field = OptionValue.AtLeast(value, 2); } = 50_000;
}
