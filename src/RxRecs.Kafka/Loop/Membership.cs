using Confluent.Kafka;

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
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    private readonly List<TopicPartition> _unanswered = [];
    private GroupEnd? _group;
    private long _lastGroupCheck;
    private long _lastQuestion;

    /// <summary>Tells whether partitions have been added of which no broker has said yet where they begin.</summary>
    public bool AwaitsPartitions => _unanswered.Count > 0;

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
        if (topics.HasGrown)
        {
            NoteAdded();
        }

        if (AwaitsPartitions && reading.Clock.GetElapsedTime(_lastQuestion) >= BetweenQuestions)
        {
            slow.Run(OwnAdded);
            _lastQuestion = reading.Clock.GetTimestamp();
        }
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

    private void NoteAdded()
    {
        var added = topics.TakeAdded();
        quiet.Begin();
        reading.Notices.Write(
            KafkaNoticeKind.Partitions,
            $"Partitions have been added, and are read from their beginning: {string.Join(", ", added)}.");
        if (reading.Options.Group is null)
        {
            _unanswered.AddRange(added);
            return;
        }

        _group?.Add(added);
        slow.Run(topics.Refresh);
    }

    // Nobody says where they begin: a broker that is away while we run is waited for, and what we have is read on.
    private void OwnAdded()
    {
        try
        {
            client.AssignMore(assignment.Own(client.Restricted, [.. _unanswered]));
            _unanswered.Clear();
        }
        catch (KafkaException silence) when (
            !KafkaErrors.Any(silence, static each => KafkaErrors.IsTerminal(each) || KafkaErrors.NeedsCheck(each)))
        {
            quiet.Begin();
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Broker,
                $"No broker says yet where partitions begin that were added: {reading.Errors.Describe(silence.Error)}");
        }
    }
}
