using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Holds the segments that are remembered, oldest first, and counts for their users the events of those that are not
/// any more.
/// </summary>
/// <param name="selectors">The selectors of an event's user.</param>
/// <param name="options">The size and the number of segments.</param>
internal sealed class JournalSegments<TEvent, TUser>(
    UserSelectors<TEvent, TUser> selectors, ErasureOptions options)
    where TUser : notnull
{
    private const int EventsAtOnce = 256;

    private List<JournalSegment<TEvent>> _all = [];
    private byte[] _room = [];

    public IReadOnlyList<JournalSegment<TEvent>> All => _all;

    public int EventCount => _all.Sum(static segment => segment.Count);

    /// <summary>The events of each user that are no longer remembered.</summary>
    public UserCounts<TUser> Gone { get; } = new(options.MaxUsers);

    /// <summary>The number of events without a user that are no longer remembered.</summary>
    public long GoneWithoutUser { get; private set; }

    /// <summary>Tells how many events equal to one, if any, may have gone.</summary>
    public UserChangeResult Missing(TEvent value)
    {
        var hasUser = selectors.HasUser(value);
        return hasUser && Gone.Of(selectors.User(value)) > 0
            ? new(0, 1)
            : new(0, 0) { Unknown = Math.Min(1, hasUser ? Gone.Unknown : GoneWithoutUser) };
    }

    /// <summary>Begins the next segment where the newest one is full; the oldest goes where there are enough.</summary>
    /// <param name="target">The target that has learned all events so far.</param>
    public void MakeRoom(IJournalTarget<TEvent> target)
    {
        if (_all is [.., var newest] && newest.Count < options.SegmentSize)
        {
            return;
        }

        var begun = Begin(target);
        if (_all.Count == options.Segments)
        {
            var oldest = _all[0];
            _all.RemoveAt(0);
            CountGone(oldest);

            // A state may be large: the next one is written where this one was.
            _room = oldest.Room;
            oldest.Clear();
            (oldest.State, oldest.Room) = (begun.State, begun.Room);
            begun = oldest;
        }

        _all.Add(begun);
    }

    public void Add(TEvent value) => _all[^1].Add(value, options.SegmentSize);

    public void Advance(long[] times) => _all[^1].Advance(times);

    /// <summary>Begins a segment with the state of a target, which is not among those remembered yet.</summary>
    public JournalSegment<TEvent> Begin(IJournalTarget<TEvent> target)
    {
        var writer = new SnapshotWriter(options.Codecs)
        {
            OnProgress = options.OnProgress,
            Buffer = SnapshotWriter.RoomFor(_all.Count > 0 ? _all[^1].State.Length : 0, _room),
        };
        _room = [];
        target.Snapshot(writer);
        return new() { State = writer.WrittenMemory, Room = writer.Buffer };
    }

    /// <summary>Takes the segments of another past instead.</summary>
    public void Replace(List<JournalSegment<TEvent>> segments) => _all = segments;

    /// <summary>Calls what the options say while many events are gone through.</summary>
    /// <param name="seen">The number of events gone through.</param>
    public void CallNowAndThen(int seen)
    {
        if (seen % EventsAtOnce == EventsAtOnce - 1)
        {
            options.OnProgress?.Invoke();
        }
    }

    public void SnapshotGone(SnapshotWriter writer)
    {
        Gone.Snapshot(writer);
        writer.WriteInt64(GoneWithoutUser);
    }

    public void RestoreGone(SnapshotReader reader)
    {
        Gone.Restore(reader);
        GoneWithoutUser = reader.ReadInt64();
        if (GoneWithoutUser < 0)
        {
            throw new SnapshotException($"{GoneWithoutUser} events gone: the snapshot is damaged.");
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_all.Count);
        foreach (var segment in _all)
        {
            segment.Snapshot(writer);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        var count = reader.ReadCount();
        if (count < 1 || count > options.Segments)
        {
            throw new SnapshotException(
                $"{count} segments of at most {options.Segments}: the snapshot is damaged.");
        }

        _all = [];
        for (var i = 0; i < count; i++)
        {
            _all.Add(new());
            _all[i].Restore(reader, options.SegmentSize);
        }
    }

    private void CountGone(JournalSegment<TEvent> segment)
    {
        for (var i = 0; i < segment.Count; i++)
        {
            CallNowAndThen(i);
            ref readonly var value = ref segment.Events[i];
            if (selectors.HasUser(value))
            {
                Gone.Add(selectors.User(value));
            }
            else
            {
                GoneWithoutUser++;
            }
        }
    }
}
