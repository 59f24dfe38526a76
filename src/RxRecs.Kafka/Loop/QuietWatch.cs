namespace RxRecs.Kafka;

/// <summary>
/// Notices that nothing comes any more: of single partitions, which is told to the target after the idle timeout, and
/// of all of them, which may end the run. Only a broker's answer tells that there is nothing.
/// </summary>
internal sealed class QuietWatch(
    Reading reading,
    OwnedPartitions owned,
    Assignment assignment,
    PartitionEnds ends,
    BrokerWatch broker,
    SlowWork slow,
    QuietTime quietTime)
{
    private QuietQuestion? _question;
    private long _recordsAtLook;

    /// <summary>Tells whether all has been quiet for so long that the run may end.</summary>
    public bool IsQuietForLong =>
        reading.Options.End.Quiet is { } limit && assignment.IsSettled && !reading.Target.HasWorkUnderWay
        && owned.All(static each => each.IsAtEnd || each.IsPaused)
        && quietTime.Elapsed >= limit
        && AreAtEnd([.. owned.Where(static each => !each.IsPaused)]);

    /// <summary>Takes note of what has come since the last look.</summary>
    /// <param name="records">The number of records that have been taken.</param>
    /// <param name="now">The clock's timestamp.</param>
    public void NoteRecords(long records, long now)
    {
        if (records != _recordsAtLook)
        {
            _recordsAtLook = records;
            quietTime.Begin(now);
            broker.NoteAnswer();
        }
    }

    /// <summary>Tells the target of partitions that have been quiet for the idle timeout, and asks about
    /// others.</summary>
    public void Look(long now)
    {
        foreach (var each in owned.Where(static each => each.HasNews))
        {
            (each.HasNews, each.QuietSince) = (false, now);
        }

        if (reading.Options.IdleTimeout is not { } timeout)
        {
            return;
        }

        if (_question is { IsAnswered: true } answered)
        {
            _question = null;
            Take(answered);
        }

        if (_question is not null)
        {
            return;
        }

        var quiet = owned
            .Where(each => !each.IsCompleted && !each.IsGone && each.IsBegun
                && reading.Clock.GetElapsedTime(each.QuietSince, now) >= timeout)
            .ToList();
        if (quiet.Count > 0)
        {
            _question = ends.Ask(quiet);
        }
    }

    /// <summary>Ends the run, all being quiet for long; false if it goes on: a partition that is paused has more to
    /// come, and waits for those that are quiet.</summary>
    public bool End()
    {
        if (!owned.Any(static each => each.IsPaused))
        {
            slow.Run(reading.Target.Finish);
            return true;
        }

        var quiet = quietTime.Elapsed;
        quietTime.Begin();
        foreach (var each in owned.Where(static each => each.IsAtEnd && each.IsBegun).ToList())
        {
            Tell(each, quiet);
        }

        return false;
    }

    /// <summary>Drops the question that waits for an answer: the client that was asked is left.</summary>
    public void Forget() => _question = null;

    private void Take(QuietQuestion question)
    {
        var reached = FindUnwaitedPartitions(ends.Reached(question));
        NoteNews(question.Partitions.Except(reached));
        foreach (var each in reached.Where(static each => !each.IsCompleted))
        {
            var quiet = reading.Clock.GetElapsedTime(each.QuietSince, question.Asked);
            each.QuietSince = question.Asked;
            Tell(each, quiet);
        }
    }

    private void Tell(OwnedPartition partition, TimeSpan quiet)
    {
        if (!partition.IsGone)
        {
            slow.Run(() => reading.Target.Quiet(partition, quiet));
        }
    }

    private bool AreAtEnd(List<OwnedPartition> partitions)
    {
        var areReached = false;
        slow.Run(() => areReached = ends.AreReached(partitions));
        if (areReached && !HasBeenAwaited())
        {
            return partitions.TrueForAll(static each => !each.IsGone);
        }

        NoteNews(partitions);
        return false;
    }

    // A broker that is gone says nothing either: only an answer tells that there is nothing. One that had to be waited
    // for does not: the writers have waited for that broker as well.
    private bool HasBeenAwaited()
    {
        var isAwaited = broker.IsAwaited;
        if (isAwaited)
        {
            broker.NoteAnswer();
        }

        return isAwaited;
    }

    private IReadOnlyList<OwnedPartition> FindUnwaitedPartitions(IReadOnlyList<OwnedPartition> partitions) =>
        partitions.Count > 0 && HasBeenAwaited() ? [] : partitions;

    // The quiet begins anew: something is there, or nobody says that there is not.
    private void NoteNews(IEnumerable<OwnedPartition> partitions)
    {
        foreach (var each in partitions)
        {
            each.QuietSince = reading.Clock.GetTimestamp();
            quietTime.Begin(each.QuietSince);
        }
    }
}
