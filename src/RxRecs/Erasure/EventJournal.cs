using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Remembers what has been learned, so that the past can be changed: the events in their order, in segments that begin
/// with a saved state. A change makes a new target from the state of the first segment that holds an event to change,
/// and lets it learn again what came since, without the event or with the other user.
/// </summary>
/// <remarks>
/// <para>Exact for whatever target, by its law of snapshots, because nothing is subtracted: sums that decay, ties,
/// sketches and what has been chosen by how well it did are as if the past had been the other one. Time alone does not
/// go back: it is moved on to where it was, so that what has closed stays closed. A change that throws leaves all as it
/// was.</para>
/// <para>Cost: a copy of the event when it is learned; a saved state per segment; a change learns again at most all
/// that is remembered, and holds both targets meanwhile.</para>
/// <para>Bound: <see cref="ErasureOptions.MaxEvents"/>. When a segment goes, its events are counted for their
/// users.</para>
/// </remarks>
internal sealed class EventJournal<TEvent, TUser> : IDisposable
    where TUser : notnull
{
    private readonly Func<IJournalTarget<TEvent>> _makeTarget;
    private readonly EventOwners<TEvent, TUser> _owners;
    private readonly ErasureOptions _options;
    private readonly JournalSegments<TEvent, TUser> _segments;
    private MergedUsers<TUser> _merged;
    private bool _isCompleted;

    public EventJournal(
        Func<IJournalTarget<TEvent>> makeTarget, UserSelectors<TEvent, TUser> selectors, ErasureOptions options)
    {
        (_makeTarget, _options) = (makeTarget, options);
        (_owners, _segments, _merged) = (new(selectors), new(selectors, options), new(options.MaxMerges));
        Target = makeTarget();
        _segments.MakeRoom(Target);
    }

    /// <summary>Decides what an event of the past is to be.</summary>
    /// <returns>True if the event stays, as it is or changed.</returns>
    private delegate bool Change(ref TEvent value);

    /// <summary>Gives what has learned the events; another one after each change.</summary>
    public IJournalTarget<TEvent> Target { get; private set; }

    public int EventCount => _segments.EventCount;

    public long EvictedMerges => _merged.Evicted;

    public void Learn(TEvent value)
    {
        value = _owners.Owned(value, _merged);
        _segments.MakeRoom(Target);
        Target.Learn(value);
        _segments.Add(value);
    }

    public void AdvanceTo(long[] times)
    {
        Target.AdvanceTo(times);
        _segments.Advance(times);
    }

    public void Complete()
    {
        Target.Complete();
        _isCompleted = true;
    }

    /// <summary>Makes changes, one after another, and learns the past again once for all.</summary>
    public UserChangeResult[] Apply(IReadOnlyList<UserChange<TUser>> changes)
    {
        var plan = new ChangePlan<TUser>(new(_options.MaxMerges, _merged), _segments.Gone, _segments.GoneWithoutUser);
        var results = new UserChangeResult[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            _owners.ThrowIfUnsupported(changes[i]);
            results[i] = plan.Add(i, changes[i]);
        }

        var first = plan.ReachesBack ? 0 : FirstConcerned(plan);
        if (first >= 0)
        {
            Relearn(
                first,
                (ref TEvent value) => _owners.FateOf(value, plan) is not { } fate || Meets(ref value, fate, results),
                plan.ReachesBack ? plan.Forgotten : []);
        }

        plan.Forgotten.ForEach(_segments.Gone.Remove);
        _merged = plan.Merged;
        return results;
    }

    /// <summary>Takes back one event, the newest of those that are equal.</summary>
    public UserChangeResult Retract(TEvent value)
    {
        var wanted = _owners.Owned(value, _merged);
        var equality = EqualityComparer<TEvent>.Default;
        for (var i = _segments.All.Count - 1; i >= 0; i--)
        {
            var events = _segments.All[i].Events;
            for (var place = events.Length - 1; place >= 0; place--)
            {
                if (equality.Equals(events[place], wanted))
                {
                    var left = place;
                    return new(Relearn(i, (ref TEvent _) => left-- != 0, []), 0);
                }
            }
        }

        return _segments.Missing(wanted);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_options.SegmentSize);
        writer.WriteCount(_options.Segments);
        _merged.Snapshot(writer);
        _segments.SnapshotGone(writer);
        writer.WriteBoolean(_isCompleted);
        _segments.Snapshot(writer);
        Target.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        var (size, most) = (reader.ReadSize(), reader.ReadSize());
        if (size != _options.SegmentSize || most != _options.Segments)
        {
            throw new SnapshotException(
                $"The snapshot was made with {most} segments of {size} events, not {_options.Segments} of "
                + $"{_options.SegmentSize}.");
        }

        _merged.Restore(reader);
        _segments.RestoreGone(reader);
        _isCompleted = reader.ReadBoolean();
        _segments.Restore(reader);
        Target.Restore(reader);
    }

    public void Dispose() => Target.Dispose();

    /// <summary>Finds the first segment with an event that a plan concerns; -1 where there is none.</summary>
    private int FirstConcerned(ChangePlan<TUser> plan)
    {
        for (var i = 0; i < _segments.All.Count; i++)
        {
            if (IsConcerned(_segments.All[i], plan))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsConcerned(JournalSegment<TEvent> segment, ChangePlan<TUser> plan)
    {
        for (var i = 0; i < segment.Count; i++)
        {
            _segments.CallNowAndThen(i);
            if (_owners.FateOf(segment.Events[i], plan) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets an event become what it is to be; false where it is forgotten.</summary>
    private bool Meets(ref TEvent value, ChangePlan<TUser>.Fate fate, UserChangeResult[] results)
    {
        foreach (var change in fate.Changes)
        {
            results[change] = results[change] with { Changed = results[change].Changed + 1 };
        }

        if (!fate.IsForgotten)
        {
            value = _owners.Give(value, fate.Account);
        }

        return !fate.IsForgotten;
    }

    /// <summary>Lets a new target learn again what came since the beginning of a segment.</summary>
    /// <returns>The number of events that did not stay.</returns>
    private long Relearn(int from, Change change, List<TUser> forgotten)
    {
        var made = _makeTarget();
        try
        {
            made.Restore(
                new SnapshotReader(_segments.All[from].State, _options.Codecs) { OnProgress = _options.OnProgress });
            forgotten.ForEach(user => made.ForgetUser(user));
            List<JournalSegment<TEvent>> segments =
            [
                .. _segments.All.Take(from),
                forgotten.Count == 0 ? new() { State = _segments.All[from].State } : _segments.Begin(made),
            ];
            var left = 0L;
            foreach (var segment in _segments.All.Skip(from))
            {
                left += Relearn(segment, segments, made, change);
            }

            CatchUp(made, segments[^1]);
            (var before, Target) = (Target, made);
            _segments.Replace(segments);
            before.Dispose();
            return left;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Learns what stays of a segment, and puts it into segments that are full but for the last.</summary>
    private long Relearn(
        JournalSegment<TEvent> from, List<JournalSegment<TEvent>> to, IJournalTarget<TEvent> made, Change change)
    {
        var left = 0L;
        var seen = 0;
        from.Replay(
            value =>
            {
                _segments.CallNowAndThen(seen++);
                if (!change(ref value))
                {
                    left++;
                    return;
                }

                if (to[^1].Count == _options.SegmentSize)
                {
                    to.Add(_segments.Begin(made));
                }

                made.Learn(value);
                to[^1].Add(value, _options.SegmentSize);
            },
            times =>
            {
                made.AdvanceTo(times);
                to[^1].Advance(times);
            });
        return left;
    }

    /// <summary>Brings a new target to where time had come, and to the end if that had come.</summary>
    private void CatchUp(IJournalTarget<TEvent> made, JournalSegment<TEvent> newest)
    {
        var reached = Target.Times;
        if (!made.Times.AsSpan().SequenceEqual(reached))
        {
            made.AdvanceTo(reached);
            newest.Advance(reached);
        }

        if (_isCompleted)
        {
            made.Complete();
        }
    }
}
