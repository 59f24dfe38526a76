using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>Events in the order in which they were learned, and the state before the first of them.</summary>
internal sealed class JournalSegment<TEvent>
{
    private readonly List<(int At, long[] Times)> _advances = [];
    private TEvent[] _events = [];

    /// <summary>The saved state before the first event.</summary>
    public ReadOnlyMemory<byte> State { get; set; }

    /// <summary>The memory that the state lies in, if it is the segment's own.</summary>
    public byte[] Room { get; set; } = [];

    public int Count { get; private set; }

    public ReadOnlySpan<TEvent> Events => _events.AsSpan(0, Count);

    public void Add(TEvent value, int capacity)
    {
        if (Count == _events.Length)
        {
            Array.Resize(ref _events, Math.Min(capacity, Math.Max(16, Count * 2)));
        }

        _events[Count++] = value;
    }

    /// <summary>Notes that time has moved on without an event.</summary>
    public void Advance(long[] times)
    {
        if (_advances is [.., var last] && last.At == Count)
        {
            _advances.RemoveAt(_advances.Count - 1);
        }

        _advances.Add((Count, times));
    }

    /// <summary>Makes it empty, with room for as many events as it had.</summary>
    public void Clear()
    {
        _events.AsSpan(0, Count).Clear();
        _advances.Clear();
        (Count, State, Room) = (0, default, []);
    }

    /// <summary>Gives the events, and the times between them, in order.</summary>
    public void Replay(Action<TEvent> learn, Action<long[]> advance)
    {
        var next = 0;
        for (var i = 0; i <= Count; i++)
        {
            for (; next < _advances.Count && _advances[next].At == i; next++)
            {
                advance(_advances[next].Times);
            }

            if (i < Count)
            {
                learn(_events[i]);
            }
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteBytes(State.Span);
        writer.WriteCount(Count);
        foreach (var value in Events)
        {
            writer.Write(value);
        }

        writer.WriteCount(_advances.Count);
        foreach (var (at, times) in _advances)
        {
            writer.WriteCount(at);
            writer.WriteCount(times.Length);
            foreach (var time in times)
            {
                writer.WriteInt64(time);
            }
        }
    }

    public void Restore(SnapshotReader reader, int capacity)
    {
        State = Room = reader.ReadBytes();
        var count = reader.ReadCount();
        if (count > capacity)
        {
            throw new SnapshotException($"A segment of {count} events; at most {capacity} are kept.");
        }

        for (var i = 0; i < count; i++)
        {
            Add(reader.Read<TEvent>(), capacity);
        }

        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var at = reader.ReadSize();
            var times = new long[reader.ReadCount()];
            foreach (ref var time in times.AsSpan())
            {
                time = reader.ReadInt64();
            }

            if (at > Count || (_advances is [.., var last] && at <= last.At)
                || times.Any(static time => time < 0 || time > DateTimeOffset.MaxValue.UtcTicks))
            {
                throw new SnapshotException("Time moved on where it cannot have: the snapshot is damaged.");
            }

            _advances.Add((at, times));
        }
    }
}
