namespace RxRecs.Kafka;

/// <summary>Joins the group, or takes all partitions where there is none, those that are added later too; and asks
/// whether the whole group is done.</summary>
internal sealed class Membership(
    Reading reading,
    ConsumerClient client,
    TopicWatch topics,
    OwnedPartitions owned,
    Assignment assignment,
    Commits commits,
    SlowWork slow,
    QuietTime quiet,
    ProgressReport progress)
{
    private GroupEnd? _group;
    private long _lastGroupCheck;

    /// <summary>Joins with the client in use.</summary>
    public void Join()
    {
        var now = reading.Clock.GetTimestamp();
        commits.Begin(now);
        progress.Begin(now);
        quiet.Begin(now);
        assignment.Begin(now);
        var partitions = topics.AllPartitions();
        if (reading.Options.Group is null)
        {
            client.Assign(assignment.Own(client.Restricted, partitions));
            return;
        }

        _group = client.NewGroupEnd(partitions);
        if (reading.Options.End.IsEndOfTopic)
        {
            _group.NoteReadPartitions();
        }

        client.Subscribe();
    }

    /// <summary>Takes partitions that have been added to the topics.</summary>
    public void AddPartitions()
    {
        if (!topics.HasGrown)
        {
            return;
        }

        var added = topics.TakeAdded();
        quiet.Begin();
        reading.Notices.Write(
            KafkaNoticeKind.Partitions,
            $"Partitions have been added, and are read from their beginning: {string.Join(", ", added)}.");
        if (reading.Options.Group is null)
        {
            slow.Run(() => client.AssignMore(assignment.Own(client.Restricted, [.. added])));
            return;
        }

        _group?.Add(added);
        slow.Run(topics.Refresh);
    }

    /// <summary>Tells whether the partitions that others have are read to their ends too; asks now and then.</summary>
    public bool IsGroupDone()
    {
        if (_group is null || owned.Count == topics.Partitions)
        {
            return true;
        }

        if (reading.Clock.GetElapsedTime(_lastGroupCheck) < ProgressReport.Interval)
        {
            return false;
        }

        _lastGroupCheck = reading.Clock.GetTimestamp();
        slow.Run(() => commits.Commit(client.Restricted, owned, isLast: true));
        return _group.IsReached(owned.Has, areOwnersAlive: assignment.HasSessionPassed);
    }
}
