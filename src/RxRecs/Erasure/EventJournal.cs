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
    private const int EventsAtOnce = 256;

    private readonly Func<IJournalTarget<TEvent>> _makeTarget;
    private readonly UserSelectors<TEvent, TUser> _selectors;
    private readonly ErasureOptions _options;
    private readonly UserCounts<TUser> _gone;
    private byte[] _room = [];
    private MergedUsers<TUser> _merged;
    private List<JournalSegment<TEvent>> _segments = [];
    private long _goneWithoutUser;
    private bool _isCompleted;

    public EventJournal(
        Func<IJournalTarget<TEvent>> makeTarget, UserSelectors<TEvent, TUser> selectors, ErasureOptions options)
    {
        (_makeTarget, _selectors, _options) = (makeTarget, selectors, options);
        (_merged, _gone) = (new(options.MaxMerges), new(options.MaxUsers));
        Target = makeTarget();
        Begin();
    }

    /// <summary>Decides what an event of the past is to be.</summary>
    /// <returns>True if the event stays, as it is or changed.</returns>
    private delegate bool Change(ref TEvent value);

    /// <summary>Gives what has learned the events; another one after each change.</summary>
    public IJournalTarget<TEvent> Target { get; private set; }

    public int EventCount => _segments.Sum(static segment => segment.Count);

    public long EvictedMerges => _merged.Evicted;

    public void Learn(TEvent value)
    {
        if (!_merged.IsEmpty)
        {
            value = Owned(value);
        }

        if (_segments[^1].Count == _options.SegmentSize)
        {
            Begin();
        }

        Target.Learn(value);
        _segments[^1].Add(value, _options.SegmentSize);
    }

    public void AdvanceTo(long[] times)
    {
        Target.AdvanceTo(times);
        _segments[^1].Advance(times);
    }

    public void Complete()
    {
        Target.Complete();
        _isCompleted = true;
    }

    /// <summary>Makes changes, one after another, and learns the past again once for all.</summary>
    public UserChangeResult[] Apply(IReadOnlyList<UserChange<TUser>> changes)
    {
        var plan = new ChangePlan<TUser>(new(_options.MaxMerges, _merged), _gone, _goneWithoutUser);
        var results = new UserChangeResult[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            ThrowIfUnsupported(changes[i]);
            results[i] = plan.Add(i, changes[i]);
        }

        var first = plan.ReachesBack ? 0 : _segments.FindIndex(segment => IsConcerned(segment, plan));
        if (first >= 0)
        {
            Relearn(
                first,
                (ref TEvent value) => FateOf(value, plan) is not { } fate || Meets(ref value, fate, results),
                plan.ReachesBack ? plan.Forgotten : []);
        }

        plan.Forgotten.ForEach(_gone.Remove);
        _merged = plan.Merged;
        return results;
    }

    /// <summary>Takes back one event, the newest of those that are equal.</summary>
    public UserChangeResult Retract(TEvent value)
    {
        var wanted = _merged.IsEmpty ? value : Owned(value);
        var equality = EqualityComparer<TEvent>.Default;
        for (var i = _segments.Count - 1; i >= 0; i--)
        {
            var events = _segments[i].Events;
            for (var place = events.Length - 1; place >= 0; place--)
            {
                if (equality.Equals(events[place], wanted))
                {
                    var left = place;
                    return new(Relearn(i, (ref TEvent _) => left-- != 0, []), 0);
                }
            }
        }

        return _selectors.HasUser(wanted) && _gone.Of(_selectors.User(wanted)) > 0
            ? new(0, 1)
            : new(0, 0) { Unknown = Math.Min(1, _selectors.HasUser(wanted) ? _gone.Unknown : _goneWithoutUser) };
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_options.SegmentSize);
        writer.WriteCount(_options.Segments);
        _merged.Snapshot(writer);
        _gone.Snapshot(writer);
        writer.WriteInt64(_goneWithoutUser);
        writer.WriteBoolean(_isCompleted);
        writer.WriteCount(_segments.Count);
        foreach (var segment in _segments)
        {
            segment.Snapshot(writer);
        }

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
        _gone.Restore(reader);
        _goneWithoutUser = reader.ReadInt64();
        _isCompleted = reader.ReadBoolean();
        var count = reader.ReadCount();
        if (count < 1 || count > most || _goneWithoutUser < 0)
        {
            throw new SnapshotException(
                $"{count} segments of at most {most}, {_goneWithoutUser} events gone: the snapshot is damaged.");
        }

        _segments = [];
        for (var i = 0; i < count; i++)
        {
            _segments.Add(new());
            _segments[i].Restore(reader, size);
        }

        Target.Restore(reader);
    }

    public void Dispose() => Target.Dispose();

    private static bool AreSame(TUser one, TUser other) => EqualityComparer<TUser>.Default.Equals(one, other);

    private bool IsConcerned(JournalSegment<TEvent> segment, ChangePlan<TUser> plan)
    {
        foreach (ref readonly var value in segment.Events)
        {
            if (FateOf(value, plan) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private ChangePlan<TUser>.Fate? FateOf(TEvent value, ChangePlan<TUser> plan) => _selectors.HasUser(value)
        ? plan.OfUser(_selectors.User(value))
        : plan.OfVisit(_selectors.Session(value));

    /// <summary>Lets an event become what it is to be; false where it is forgotten.</summary>
    private bool Meets(ref TEvent value, ChangePlan<TUser>.Fate fate, UserChangeResult[] results)
    {
        foreach (var change in fate.Changes)
        {
            results[change] = results[change] with { Changed = results[change].Changed + 1 };
        }

        if (!fate.IsForgotten)
        {
            value = Give(value, fate.Account);
        }

        return !fate.IsForgotten;
    }

    /// <summary>Gives an event the user that its guest or its visit is known to be.</summary>
    private TEvent Owned(TEvent value)
    {
        if (!_selectors.HasUser(value))
        {
            return _merged.TryFindVisit(_selectors.Session(value), out var known) ? Give(value, known) : value;
        }

        var user = _selectors.User(value);
        var account = _merged.AccountOf(user);
        return AreSame(user, account) ? value : Give(value, account);
    }

    private TEvent Give(TEvent value, TUser account)
    {
        var given = _selectors.WithUser!(value, account);
        return _selectors.HasUser(given) && AreSame(_selectors.User(given), account)
            ? given
            : throw new InvalidOperationException(
                $"{nameof(_selectors.WithUser)} gave an event that is not of the user that it was to be of.");
    }

    /// <summary>Lets a new target learn again what came since the beginning of a segment.</summary>
    /// <returns>The number of events that did not stay.</returns>
    private long Relearn(int from, Change change, List<TUser> forgotten)
    {
        var made = _makeTarget();
        try
        {
            made.Restore(new SnapshotReader(_segments[from].State, _options.Codecs));
            forgotten.ForEach(user => made.ForgetUser(user));
            List<JournalSegment<TEvent>> segments =
            [
                .. _segments[..from],
                forgotten.Count == 0 ? new() { State = _segments[from].State } : Begin(made),
            ];
            var left = 0L;
            foreach (var segment in _segments[from..])
            {
                left += Relearn(segment, segments, made, change);
            }

            CatchUp(made, segments[^1]);
            (var before, Target, _segments) = (Target, made, segments);
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
                CallNowAndThen(seen++);
                if (!change(ref value))
                {
                    left++;
                    return;
                }

                if (to[^1].Count == _options.SegmentSize)
                {
                    to.Add(Begin(made));
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

    private void ThrowIfUnsupported(in UserChange<TUser> change)
    {
        if (change.Kind == UserChangeKind.None)
        {
            throw new ArgumentException("The default is no change: make one with Forget, Merge or MergeVisit.");
        }

        if (change.Kind != UserChangeKind.Forget && _selectors.WithUser is null)
        {
            throw new InvalidOperationException(
                $"Merging needs {nameof(_selectors.WithUser)}, which makes the same event of another user.");
        }
    }

    private void Begin()
    {
        var begun = Begin(Target);
        if (_segments.Count == _options.Segments)
        {
            var oldest = _segments[0];
            _segments.RemoveAt(0);
            CountGone(oldest);

            // A state may be large: the next one is written where this one was.
            _room = oldest.Room;
            oldest.Clear();
            (oldest.State, oldest.Room) = (begun.State, begun.Room);
            begun = oldest;
        }

        _segments.Add(begun);
    }

    private void CountGone(JournalSegment<TEvent> segment)
    {
        for (var i = 0; i < segment.Count; i++)
        {
            CallNowAndThen(i);
            ref readonly var value = ref segment.Events[i];
            if (_selectors.HasUser(value))
            {
                _gone.Add(_selectors.User(value));
            }
            else
            {
                _goneWithoutUser++;
            }
        }
    }

    private void CallNowAndThen(int seen)
    {
        if (seen % EventsAtOnce == EventsAtOnce - 1)
        {
            _options.WhileBusy?.Invoke();
        }
    }

    /// <summary>Begins a segment with the state of a target.</summary>
    private JournalSegment<TEvent> Begin(IJournalTarget<TEvent> target)
    {
        var writer = new SnapshotWriter(_options.Codecs)
        {
            OnProgress = _options.WhileBusy,
            Buffer = SnapshotWriter.RoomFor(_segments.Count > 0 ? _segments[^1].State.Length : 0, _room),
        };
        _room = [];
        target.Snapshot(writer);
        return new() { State = writer.WrittenMemory, Room = writer.Buffer };
    }
}
