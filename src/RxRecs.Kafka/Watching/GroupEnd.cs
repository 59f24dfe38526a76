using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Tells whether a group has read its topics to where they ended. A member that is done, or has no partitions, waits
/// for that: the others' partitions may be those of a member that has died and is not missed yet.
/// </summary>
/// <param name="consumer">The member's consumer.</param>
/// <param name="partitions">The partitions of the topics, all of them.</param>
/// <param name="timeout">The time within which a broker must answer.</param>
internal sealed class GroupEnd(
    IConsumer<byte[], byte[]> consumer, IEnumerable<TopicPartition> partitions, TimeSpan timeout)
{
    private readonly List<TopicPartition> _partitions = [.. partitions];
    private readonly PartitionOffsets _offsets = new(consumer, timeout);
    private Dictionary<TopicPartition, long>? _ends;
    private HashSet<TopicPartition> _readBefore = [];

    /// <summary>
    /// Notes what has been read before this member joins its group: a partition that was read to its end by then may be
    /// that of a member that has died, and is then ours to complete.
    /// </summary>
    public void NoteReadPartitions()
    {
        try
        {
            _readBefore = [.. Committed(_partitions).Where(IsAtEnd).Select(each => each.TopicPartition)];
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            _readBefore = [.. _partitions];
        }
    }

    /// <summary>Asks whether the partitions that others have are read to their ends.</summary>
    /// <param name="isOurs">A predicate for the partitions that we have.</param>
    /// <param name="areOwnersAlive">
    /// True if so much time has passed since the last assignment that whoever has a partition is alive.
    /// </param>
    public bool IsReached(Func<TopicPartition, bool> isOurs, bool areOwnersAlive)
    {
        try
        {
            return Committed(_partitions.Where(each => !isOurs(each)))
                .TrueForAll(each => each.Offset.Value >= Ends[each.TopicPartition]
                    && (areOwnersAlive || !_readBefore.Contains(each.TopicPartition)));
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            return false;
        }
    }

    /// <summary>Partitions have come while the group reads.</summary>
    public void Add(IReadOnlyCollection<TopicPartition> added)
    {
        _partitions.AddRange(added);
        _ends = null;
    }

    private Dictionary<TopicPartition, long> Ends => _ends ??= _partitions.ToDictionary(each => each, EndOf);

    private List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> wanted) =>
        consumer.Committed(wanted, timeout);

    private bool IsAtEnd(TopicPartitionOffset committed) =>
        Ends[committed.TopicPartition] is >= 0 and var end && committed.Offset.Value >= end;

    // An empty partition needs no commit.
    private long EndOf(TopicPartition partition)
    {
        var range = _offsets.RangeOf(partition);
        return range.High.Value > range.Low.Value ? range.High.Value : long.MinValue;
    }
}
