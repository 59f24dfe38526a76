using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Has partitions fetched anew that stand still: a broker has told that there is more of one, and an interval later the
/// client has brought nothing of it, and has nothing else to hand out either. The client library can lose sight of a
/// partition when it is told to go on while partitions come and go; it says nothing then, and would wait for ever.
/// </summary>
/// <param name="reading">What is read, and how.</param>
/// <param name="owned">The partitions in hand.</param>
/// <param name="inbox">The records that wait to be taken.</param>
/// <param name="askEnds">Asks where partitions end.</param>
/// <param name="fetchAnew">Has a partition fetched anew from a position.</param>
internal sealed class StallWatch(
    Reading reading,
    OwnedPartitions owned,
    Inbox inbox,
    Func<IEnumerable<OwnedPartition>, Task<QuietAnswer>> askEnds,
    Action<TopicPartitionOffset> fetchAnew)
{
    /// <summary>The time between two looks: a partition is found to stand still after two to three of them.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly HashSet<OwnedPartition> _anew = [];
    private Dictionary<OwnedPartition, long> _positions = [];
    private Task<QuietAnswer>? _asked;
    private long _last = reading.Clock.GetTimestamp();

    /// <summary>Looks now and then, after a poll that has brought nothing: what has been fetched is taken by
    /// then.</summary>
    public void Look()
    {
        var now = reading.Clock.GetTimestamp();
        if (!inbox.IsEmpty || reading.Clock.GetElapsedTime(_last, now) < Interval)
        {
            return;
        }

        _last = now;
        var still = owned.Where(IsStill).ToList();
        _anew.IntersectWith(still);
        if (_asked is { IsCompletedSuccessfully: true } answered)
        {
            FetchAnew(still, answered.Result.Ends);
        }

        _positions = owned.Where(IsAwaited).ToDictionary(static each => each, static each => each.NextOffset);
        _asked = still.Count > 0 ? askEnds(still) : null;
    }

    /// <summary>Drops the question that waits for an answer: the client that was asked is left.</summary>
    public void Forget() => (_asked, _positions) = (null, []);

    // Of one whose position is not known yet, nobody can say where to begin anew.
    private static bool IsAwaited(OwnedPartition partition) => partition is
    { IsBegun: true, IsGone: false, IsCompleted: false, IsPaused: false, NextOffset: >= 0 };

    private bool IsStill(OwnedPartition partition) =>
        IsAwaited(partition) && _positions.TryGetValue(partition, out var position)
        && position == partition.NextOffset;

    // Once at each position: over a slow connection the next record may be long under way, and is to arrive.
    private void FetchAnew(List<OwnedPartition> still, IReadOnlyDictionary<TopicPartition, long> ends)
    {
        foreach (var each in still)
        {
            if (ends.TryGetValue(each.Id, out var end) && end > each.ReadTo && _anew.Add(each))
            {
                FetchAnew(each, end);
            }
        }
    }

    private void FetchAnew(OwnedPartition partition, long end)
    {
        var what = $"{partition} stands still at offset {partition.NextOffset}, although a broker has told of records up"
            + $" to {end - 1}";
        try
        {
            fetchAnew(new TopicPartitionOffset(partition.Id, partition.NextOffset));
            partition.IsAtEnd = false;
            reading.Notices.Write(KafkaNoticeKind.Partitions, $"{what}: it is fetched anew.");
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            reading.Notices.Write(
                KafkaNoticeKind.Partitions,
                $"{what}, and it cannot be fetched anew: {reading.Errors.Describe(error.Error)}");
        }
    }
}
