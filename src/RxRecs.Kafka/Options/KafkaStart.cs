using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Represents the point at which reading begins in a partition in which nothing has been committed or saved yet; with
/// plain assignment, always. There is no default: the client library's own would skip everything that is there.
/// </summary>
public sealed class KafkaStart
{
    private KafkaStart(Offset offset) => Offset = offset;

    /// <summary>Gets the start at the first record that is left.</summary>
    public static KafkaStart Beginning { get; } = new(Offset.Beginning);

    /// <summary>Gets the start after the last record: only what comes from now on is read.</summary>
    public static KafkaStart End { get; } = new(Offset.End);

    internal Offset Offset { get; }

    internal DateTimeOffset? Time { get; private init; }

    internal IReadOnlyDictionary<TopicPartition, Offset>? Offsets { get; private init; }

    /// <summary>
    /// Starts at the first record whose timestamp is not before a time, or at the end if there is none.
    /// </summary>
    /// <param name="time">The time.</param>
    /// <returns>The start.</returns>
    public static KafkaStart At(DateTimeOffset time) => new(Offset.Unset) { Time = time };

    /// <summary>
    /// Starts at a given offset of each partition; a partition that is not named is read from its beginning.
    /// </summary>
    /// <param name="offsets">The partitions and their offsets.</param>
    /// <returns>The start.</returns>
    /// <exception cref="ArgumentException">A partition is named twice.</exception>
    public static KafkaStart From(IEnumerable<TopicPartitionOffset> offsets)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        return new(Offset.Beginning)
        {
            Offsets = offsets.ToDictionary(each => each.TopicPartition, each => each.Offset),
        };
    }
}
