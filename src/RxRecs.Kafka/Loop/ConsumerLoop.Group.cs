namespace RxRecs.Kafka;

/// <summary>The loop's side towards the group: who has which partition, and what it does about it.</summary>
internal sealed partial class ConsumerLoop<T>
{
    private void Join()
    {
        var now = _clock.GetTimestamp();
        _commits.Begin(now);
        _lastProgress = now;
        _quietTime.Begin(now);
        _assignment.Begin(now);
        var partitions = _topics.AllPartitions();
        if (_options.Group is null)
        {
            _consumer.Assign(_assignment.Own(_consumer.Restricted, partitions));
            return;
        }

        _group = _consumer.NewGroupEnd(partitions);
        if (_options.End.IsEndOfTopic)
        {
            _group.NoteWhatWasRead();
        }

        _consumer.Subscribe();
    }

    // The pipelines of new partitions are made outside of the handler: restoring state takes time.
    private void BeginAssigned()
    {
        _assignment.TakeNew();
        var begun = new List<OwnedPartition>();
        foreach (var each in _owned.ToList())
        {
            if (each.IsBegun || each.IsGone)
            {
                continue;
            }

            each.IsBegun = true;
            each.QuietSince = _clock.GetTimestamp();
            _slow.Run(() => _target.Begin(each));
            begun.Add(each);
        }

        _slow.Run(() => _target.HaveBegun(begun.FindAll(static each => !each.IsGone)));
        foreach (var each in begun.Where(static each => each.NextOffset >= each.EndOffset && !each.IsGone))
        {
            Complete(each);
        }
    }

    private void Close()
    {
        _rebalances.Close();
        _faults.Guard(() => _untaken.Tell(isEnd: true));
        _faults.Guard(() => _target.Settle(_owned, mayCommit: !_faults.HasFailed));
        if (!_faults.HasFailed)
        {
            _faults.Guard(() => _commits.Commit(_consumer.Restricted, _owned, isLast: true));
        }

        _slow.Dispose();
        _assignment.Release(_consumer.Restricted, [.. _owned]);
        _consumer.Close();
    }
}
