using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Takes partitions in hand and lets them go, and remembers what of that the loop has not seen to yet. Whichever thread
/// has the consumer uses it, within a rebalance as well.
/// </summary>
internal sealed class Assignment(
    Reading reading,
    OwnedPartitions owned,
    Inbox inbox,
    TopicWatch topics,
    OffsetCommits commits,
    RunFaults faults,
    CheckPace pace,
    QuietTime quiet,
    IReadOnlySet<string> topicsMadeAnew)
{
    private readonly HashSet<TopicPartition> _anew = [];
    private bool _isAssigned;
    private volatile bool _hasMissingPartitions;
    private long _last;

    /// <summary>Tells whether partitions have come that the target has not begun with.</summary>
    public bool HasNew { get; private set; }

    /// <summary>Tells whether any partition has ever come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Tells whether what we have is what we get. One whose partitions have all gone waits for others. A member
    /// of the new protocol that gets nothing is not told so; a classic one is, once it has joined.</summary>
    public bool IsSettled =>
        _isAssigned || (reading.Options.GroupProtocol == KafkaGroupProtocol.Consumer && HasSessionPassed);

    /// <summary>Tells whether whoever has a partition is alive: so much time has passed since partitions last came, or
    /// the last ones went, with time to hear of it.</summary>
    public bool HasSessionPassed => reading.Clock.GetElapsedTime(_last) > reading.Options.SessionTimeout * 1.5;

    /// <summary>The client joins now.</summary>
    public void Begin(long now) => _last = now;

    /// <summary>Takes partitions in hand, and gives where each begins.</summary>
    public List<TopicPartitionOffset> Own(RebalanceClient client, List<TopicPartition> partitions)
    {
        using var activity = reading.Telemetry.StartRebalance(PartitionChange.Assigned, partitions.Count);
        var added = partitions
            .Select(each => new OwnedPartition(
                each,
                topics.PartitionCounts.GetValueOrDefault(each.Topic),
                reading.Telemetry.Partition(each),
                topics.IdOf(each.Topic)))
            .ToList();
        try
        {
            new StartPositions(client, reading)
            {
                Anew = [.. partitions.Where(each => topicsMadeAnew.Contains(each.Topic) && _anew.Add(each))],
            }
                .Resolve(added);
        }
        catch
        {
            added.ForEach(static each => each.Dispose());
            throw;
        }

        foreach (var each in added)
        {
            owned.Add(each);
            commits.Begin(each.Id);
        }

        (_isAssigned, HasNew, HasBegun) = (true, true, true);
        _last = reading.Clock.GetTimestamp();
        pace.NoteAssignment(_last);
        quiet.Begin(_last);
        return added.ConvertAll(each => new TopicPartitionOffset(each.Id, each.NextOffset));
    }

    /// <summary>Lets partitions go: nothing of them is completed, nothing saved.</summary>
    public void Release(RebalanceClient client, IEnumerable<OwnedPartition> gone)
    {
        _hasMissingPartitions = true;
        quiet.Begin();
        foreach (var each in gone)
        {
            owned.Remove(each);
            each.IsGone = true;
            inbox.Forget(each);

            // What a user's pipeline throws when it is disposed ends the run, after the others have been let go.
            faults.Guard(() => Unpause(client, each));
            faults.Guard(() => reading.Target.End(each));
            faults.Guard(each.Dispose);
        }

        if (owned.Count == 0)
        {
            (_isAssigned, _last) = (false, reading.Clock.GetTimestamp());
        }
    }

    /// <summary>The loop sees to those that have come.</summary>
    public void TakeNew() => HasNew = false;

    /// <summary>Tells whether partitions have gone since this was last asked.</summary>
    public bool TakeGone()
    {
        if (!_hasMissingPartitions)
        {
            return false;
        }

        _hasMissingPartitions = false;
        return true;
    }

    // The library remembers what was paused: a partition that comes back would never bring a record again.
    private void Unpause(RebalanceClient client, OwnedPartition partition)
    {
        try
        {
            client.Resume(partition.Id);
        }
        catch (KafkaException error)
        {
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Partitions,
                $"{partition} goes, and cannot be resumed before: {reading.Errors.Describe(error.Error)}");
        }
    }
}
