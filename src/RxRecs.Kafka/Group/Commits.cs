using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Saves and commits what is processed, in this order: what went out is confirmed, the target saves, and the offsets
/// are handed to the client once a broker has said that their topics are still the same. Whichever thread has the
/// consumer uses it, within a rebalance as well.
/// </summary>
internal sealed class Commits(Reading reading, OffsetCommits commits, TopicWatch topics, BrokerWatch broker)
{
    private UnsentOffsets? _unsent;
    private long _last;

    /// <summary>Tells whether it is time for the next commit.</summary>
    public bool IsDue(long now) => reading.Clock.GetElapsedTime(_last, now) >= reading.Options.CommitInterval;

    /// <summary>The interval to the next commit begins.</summary>
    public void Begin(long now) => _last = now;

    /// <summary>Commits what is processed of these partitions. The offsets follow later unless it is the last time,
    /// <see cref="SendAnswered"/>.</summary>
    public void Commit(RebalanceClient client, IReadOnlyCollection<OwnedPartition> partitions, bool isLast)
    {
        // What is saved carries the topic's id; an offset that is committed does not, and waits until a broker has said
        // that the topic is still the same.
        var offsets = Save(partitions, isLast);
        if (reading.Options.Group is null || offsets.Count == 0)
        {
            return;
        }

        if (!isLast)
        {
            _unsent ??= new(offsets, topics.Ask());
        }
        else if (!broker.IsAwaited && topics.AreTheSame(Reading.CloseTimeout))
        {
            Send(client, offsets);
        }
        else
        {
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Commit,
                $"No broker says that the topics are still the same: what was processed of {offsets.Count} partitions"
                + " since their last commit is not committed now, and is read again if no other commit follows.");
        }
    }

    /// <summary>Hands over what has waited for a broker's answer, if that has come.</summary>
    public void SendAnswered(RebalanceClient client)
    {
        if (_unsent is { Answer.IsCompleted: true } answered)
        {
            _unsent = null;
            if (topics.AreTheSame(answered.Answer))
            {
                Send(client, answered.Offsets);
            }
        }
    }

    /// <summary>Drops what waits for an answer: the client that was asked is left.</summary>
    public void Forget() => _unsent = null;

    private void Send(RebalanceClient client, List<(OwnedPartition Partition, long Offset)> offsets)
    {
        var newer = offsets.FindAll(each => !each.Partition.IsGone && each.Offset > each.Partition.CommittedOffset);
        newer.ForEach(each => each.Partition.CommittedOffset = each.Offset);
        commits.Send(client, newer.ConvertAll(each => new TopicPartitionOffset(each.Partition.Id, each.Offset)));
    }

    private List<(OwnedPartition Partition, long Offset)> Save(
        IReadOnlyCollection<OwnedPartition> partitions, bool isLast)
    {
        var offsets = new List<(OwnedPartition Partition, long Offset)>();
        var begun = partitions.Where(each => each.IsBegun).ToList();
        if (begun.Count == 0)
        {
            return offsets;
        }

        using var activity = reading.Telemetry.StartCommit();
        begun.ForEach(reading.Target.NoteProcessed);
        if (!IsConfirmed(isLast))
        {
            return offsets;
        }

        foreach (var each in begun)
        {
            if (reading.Observer.InDoubt(each) is { } delivery)
            {
                reading.Target.Redo(each, delivery);
            }

            var offset = reading.Target.Save(each);
            if (offset > each.CommittedOffset)
            {
                offsets.Add((each, offset));
            }
        }

        return offsets;
    }

    // At the end the user's token has no say, but nobody shall have to wait for a broker that is gone.
    private bool IsConfirmed(bool isLast)
    {
        if (!isLast && !reading.Observer.IsDisposed)
        {
            reading.Options.BeforeCommit?.Invoke(reading.Cancellation);
            return true;
        }

        using var patience = new CancellationTokenSource(Reading.CloseTimeout, TimeProvider.System);
        try
        {
            reading.Options.BeforeCommit?.Invoke(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            var how = patience.IsCancellationRequested
                ? $"within {Reading.CloseTimeout.TotalSeconds:0} s"
                : "before the end";
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Commit,
                $"What went out was not confirmed {how}: nothing more is committed, and what was processed since"
                + " the last commit comes again.");
            return false;
        }
    }
}
