using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Looks after what is due between records: commits, quiet partitions, the end, progress.</summary>
internal sealed partial class ConsumerLoop<T>
{
    private bool IsCompleted =>
        (_options.End.IsEndOfTopic || (IsTaskOver && _areAllKnown)) && _assignment.IsSettled
        && _owned.All(each => each.IsCompleted) && !_target.HasWorkUnderWay && IsGroupDone();

    private bool IsTaskOver => _options.End.Task is { IsCompleted: true };

    private bool IsQuietForLong =>
        _options.End.Quiet is { } limit && _assignment.IsSettled && !_target.HasWorkUnderWay
        && _owned.All(each => each.IsAtEnd || each.IsPaused)
        && _quietTime.Elapsed >= limit
        && AreAtEnd([.. _owned.Where(each => !each.IsPaused)]);

    private void Check()
    {
        if (_faults.Expulsion is not null)
        {
            return;
        }

        var now = _clock.GetTimestamp();
        _pace.Begin(now);
        if (_records != _recordsAtCheck)
        {
            _recordsAtCheck = _records;
            _quietTime.Begin(now);
            _broker.NoteAnswer();
        }

        GoOnWithoutThoseGone();
        _topics.Look();
        AddPartitions();
        _commits.SendAnswered(_consumer.Restricted);
        if (_topics.IsDue(hasPartitions: _owned.Count > 0))
        {
            _slow.Run(() => _topics.AreThere());
        }

        CheckClient();

        CheckQuiet(now);
        if (_commits.IsDue(now))
        {
            _commits.Begin(now);
            _slow.Run(() => _commits.Commit(_consumer.Restricted, _owned, isLast: false));
        }

        if (_clock.GetElapsedTime(_lastProgress, now) >= ProgressInterval)
        {
            _lastProgress = now;
            Report();
            _untaken.Tell();
        }

        if (_options.End.Task is { IsCompleted: true } input)
        {
            // Of one that failed we do not know whether all was written: what it failed with ends us too.
            input.GetAwaiter().GetResult();
            if (AreAllKnown())
            {
                FindEnds();
            }
        }

        _isOver = IsCompleted;
        if (!_isOver && IsQuietForLong)
        {
            EndQuietRun();
        }
    }

    // One that is paused has more to come, and waits for those that are quiet.
    private void EndQuietRun()
    {
        _isOver = !_owned.Any(each => each.IsPaused);
        if (_isOver)
        {
            _slow.Run(_target.Finish);
            return;
        }

        var quiet = _quietTime.Elapsed;
        _quietTime.Begin();
        foreach (var each in _owned.Where(each => each.IsAtEnd && each.IsBegun).ToList())
        {
            if (!each.IsGone)
            {
                _slow.Run(() => _target.Quiet(each, quiet));
            }
        }
    }

    // The task may have written to partitions that came meanwhile.
    private bool AreAllKnown()
    {
        if (!_areAllKnown)
        {
            _slow.Run(() => _areAllKnown = _topics.AreTheSame());
            AddPartitions();
            if (!_areAllKnown)
            {
                Notice(
                    KafkaNoticeKind.Broker,
                    "The ends of the topic cannot be found yet: no broker says what partitions there are.");
            }
        }

        return _areAllKnown;
    }

    private void AddPartitions()
    {
        if (!_topics.HasGrown)
        {
            return;
        }

        var added = _topics.TakeAdded();
        _quietTime.Begin();
        _notices.Write(
            KafkaNoticeKind.Partitions,
            $"Partitions have been added, and are read from their beginning: {string.Join(", ", added)}.");
        if (_options.Group is null)
        {
            _slow.Run(() => _consumer.AssignMore(_assignment.Own(_consumer.Restricted, [.. added])));
            return;
        }

        _group?.Add(added);
        _slow.Run(() => _topics.Refresh());
    }

    private void GoOnWithoutThoseGone()
    {
        if (_assignment.TakeGone())
        {
            _slow.Run(_target.GoOnWithout);
        }
    }

    // Nobody writes any more: each partition is read up to where it ends now.
    private void FindEnds()
    {
        try
        {
            foreach (var each in _owned.ToList())
            {
                if (!each.IsBegun || each.IsGone || each.EndOffset != long.MaxValue)
                {
                    continue;
                }

                each.EndOffset = _ends.EndOf(each);

                // What a transaction leaves there is passed by now and is not told a second time.
                if (each.NextOffset >= each.EndOffset || (each.IsAtEnd && each.SeenEnd >= each.EndOffset))
                {
                    Complete(each);
                }
            }
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            _topics.Note(error);
            Notice(
                KafkaNoticeKind.Broker,
                $"The ends of the topic cannot be found yet: {_errors.Describe(error.Error)}");
        }
    }

    private void CheckQuiet(long now)
    {
        foreach (var each in _owned.Where(static each => each.HasNews))
        {
            (each.HasNews, each.QuietSince) = (false, now);
        }

        if (_options.IdleTimeout is not { } timeout)
        {
            return;
        }

        if (_quiet is { IsAnswered: true } answered)
        {
            _quiet = null;
            TakeQuiet(answered);
        }

        if (_quiet is not null)
        {
            return;
        }

        var quiet = _owned
            .Where(each => !each.IsCompleted && !each.IsGone && each.IsBegun
                && _clock.GetElapsedTime(each.QuietSince, now) >= timeout)
            .ToList();
        if (quiet.Count > 0)
        {
            _quiet = _ends.Ask(quiet);
        }
    }

    private void TakeQuiet(QuietQuestion question)
    {
        var reached = WithoutHavingWaited(_ends.Reached(question));
        NoteNews(question.Partitions.Except(reached));
        foreach (var each in reached.Where(static each => !each.IsCompleted))
        {
            var quiet = _clock.GetElapsedTime(each.QuietSince, question.Asked);
            each.QuietSince = question.Asked;
            if (!each.IsGone)
            {
                _slow.Run(() => _target.Quiet(each, quiet));
            }
        }
    }

    private bool AreAtEnd(List<OwnedPartition> partitions)
    {
        var areReached = false;
        _slow.Run(() => areReached = _ends.AreReached(partitions));
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
        var isAwaited = _broker.IsAwaited;
        if (isAwaited)
        {
            _broker.NoteAnswer();
        }

        return isAwaited;
    }

    private IReadOnlyList<OwnedPartition> WithoutHavingWaited(IReadOnlyList<OwnedPartition> partitions) =>
        partitions.Count > 0 && HasBeenAwaited() ? [] : partitions;

    // The quiet begins anew: something is there, or nobody says that there is not.
    private void NoteNews(IEnumerable<OwnedPartition> partitions)
    {
        foreach (var each in partitions)
        {
            each.QuietSince = _clock.GetTimestamp();
            _quietTime.Begin(each.QuietSince);
        }
    }

    private void Report()
    {
        var lag = 0L;
        foreach (var each in _owned)
        {
            var end = _consumer.EndOf(each.Id);
            each.NoteEnd(end);
            each.Tell(end, each.IsBegun ? _target.Watermark(each) : 0);
            lag += Math.Max(0, Math.Min(end, each.EndOffset) - Math.Max(0, each.NextOffset));
        }

        var progress = new KafkaProgress(
            _records, _dead, _target.Late, lag, _owned.Count, _owned.All(each => each.IsAtEnd))
        {
            IsCaughtUp = _assignment.IsSettled && _owned.All(each => each.IsCaughtUp),
        };
        _slow.Run(() => _options.Progress?.Report(progress));
    }

    private bool IsGroupDone()
    {
        if (_group is null || _owned.Count == _topics.Partitions)
        {
            return true;
        }

        if (_clock.GetElapsedTime(_lastGroupCheck) < ProgressInterval)
        {
            return false;
        }

        _lastGroupCheck = _clock.GetTimestamp();
        _slow.Run(() => _commits.Commit(_consumer.Restricted, _owned, isLast: true));
        return _group.IsReached(_owned.Has, areOwnersAlive: _assignment.HasSessionPassed);
    }
}
