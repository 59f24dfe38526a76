using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <summary>
/// The open sessions of a session window operator. Each key has a chain of its open sessions, nearly always one; a heap
/// holds every session once, under an end that it had, and looks again when that end has passed, so that an event which
/// prolongs a session leaves the heap alone.
/// </summary>
/// <remarks>
/// Cost: one hash look-up per event, and O(log n) now and then for the heap. Bound: so many open sessions; an event
/// that would open one more is refused.
/// </remarks>
internal sealed class SessionWindowState<TEvent, TKey, TAccumulate>(
    long gap, WindowAggregate<TEvent, TAccumulate> aggregate, IComparer<TKey>? keyOrder, int maxOpen)
    : IClosingWindows<TEvent, TKey, TAccumulate>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Session> _sessions = [];
    private readonly PriorityQueue<Session, long> _ends = new();
    private readonly ClosingWindows<TKey, TAccumulate> _closing = new(keyOrder);
    private readonly List<Session> _ended = [];
    private long _opened;

    /// <summary>Counts the open sessions.</summary>
    public int OpenCount { get; private set; }

    /// <summary>Tells whether an event's own session has closed, and there is no open one that it belongs to.</summary>
    public bool IsLate(long eventTicks, TKey key, long watermark) =>
        eventTicks + gap <= watermark && First(eventTicks, ChainOf(key)) is null;

    /// <summary>
    /// Adds an event: to the session it falls into, joining all that it bridges, or to a new one; false where there is
    /// no room for that.
    /// </summary>
    public bool TryAdd(long eventTicks, TKey key, TEvent value)
    {
        var chain = ChainOf(key);
        if (First(eventTicks, chain) is not { } session)
        {
            if (OpenCount - _ended.Count >= maxOpen)
            {
                return false;
            }

            Open(key, chain, eventTicks, aggregate.Add(aggregate.Seed(), value), 1);
            return true;
        }

        var result = session.Value;
        for (var other = First(eventTicks, session.Next); other is not null; other = First(eventTicks, other.Next))
        {
            result = aggregate.Merge(result, other.Value);
        }

        session.Value = aggregate.Add(result, value);
        session.Count++;
        for (var other = First(eventTicks, session.Next); other is not null; other = First(eventTicks, other.Next))
        {
            session.Count += other.Count;
            session.Last = Math.Max(session.Last, other.Last);
            Unlink(other);
        }

        session.Start = Math.Min(session.Start, eventTicks);
        session.Last = Math.Max(session.Last, eventTicks);
        return true;
    }

    /// <summary>
    /// Collects the sessions that end at or before a watermark. Changes nothing until
    /// <see cref="Close"/>.
    /// </summary>
    public void PrepareToClose(long watermark, long greatest)
    {
        _closing.Clear();
        while (_ends.TryPeek(out var session, out var due) && due <= watermark)
        {
            _ends.Dequeue();
            if (session.IsOpen && session.Last + gap > watermark)
            {
                _ends.Enqueue(session, session.Last + gap);
            }
            else if (session.IsOpen)
            {
                var end = session.Last + gap;
                _closing.Add(new(session.Key, session.Start, end, session.Value, session.Count, end > greatest));
                _ended.Add(session);
            }
        }

        SortOrUndo();
    }

    /// <summary>Drops and emits what <see cref="PrepareToClose"/> has collected.</summary>
    public void Close(long watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        foreach (var session in _ended)
        {
            Unlink(session);
        }

        _ended.Clear();
        _closing.EmitTo(output);
    }

    /// <summary>Takes back what <see cref="PrepareToClose"/> has collected.</summary>
    public void Undo()
    {
        foreach (var session in _ended)
        {
            _ends.Enqueue(session, session.Last + gap);
        }

        _ended.Clear();
        _closing.Clear();
    }

    public void Snapshot(SnapshotWriter writer, long watermark)
    {
        writer.WriteInt64(gap);
        writer.WriteCount(OpenCount);
        foreach (var session in _sessions.Values.SelectMany(Chain).OrderBy(session => session.Number))
        {
            writer.Write(session.Key);
            writer.WriteInt64(session.Start);
            writer.WriteInt64(session.Last);
            writer.Write(session.Value);
            writer.WriteInt64(session.Count);
        }
    }

    public void Restore(SnapshotReader reader, long watermark)
    {
        if (reader.ReadInt64() is var other && other != gap)
        {
            throw new SnapshotException(
                $"The snapshot was made with a gap of {new TimeSpan(other)}, not {new TimeSpan(gap)}.");
        }

        _sessions.Clear();
        _ends.Clear();
        _ended.Clear();
        (_opened, OpenCount) = (0, 0);
        var count = reader.ReadCount();
        if (count > maxOpen)
        {
            throw new SnapshotException($"The snapshot holds {count} open sessions; at most {maxOpen} are kept.");
        }

        for (var left = count; left > 0; left--)
        {
            var key = reader.Read<TKey>();
            var (start, last) = (reader.ReadInt64(), reader.ReadInt64());
            if (start < 0 || start > last || last > DateTimeOffset.MaxValue.Ticks)
            {
                throw new SnapshotException($"A session from tick {start} to {last}: the snapshot is damaged.");
            }

            var (value, events) = (reader.Read<TAccumulate>(), reader.ReadInt64());
            if (key is null || events <= 0)
            {
                throw new SnapshotException($"A session of '{key}' with {events} events: the snapshot is damaged.");
            }

            Open(key, ChainOf(key), start, value, events).Last = last;
        }
    }

    private static IEnumerable<Session> Chain(Session? session)
    {
        for (; session is not null; session = session.Next)
        {
            yield return session;
        }
    }

    // The first session of a chain that overlaps the one which the event would open by itself.
    private Session? First(long eventTicks, Session? chain)
    {
        while (chain is not null && (eventTicks >= chain.Last + gap || chain.Start >= eventTicks + gap))
        {
            chain = chain.Next;
        }

        return chain;
    }

    private Session? ChainOf(TKey key) => _sessions.GetValueOrDefault(key);

    // A chain is in the order of the sessions' starts: what is merged then comes in order of time.
    private Session Open(TKey key, Session? chain, long eventTicks, TAccumulate value, long count)
    {
        var session = new Session(key, _opened++)
        {
            Start = eventTicks,
            Last = eventTicks,
            Value = value,
            Count = count,
        };
        if (chain is null || chain.Start > eventTicks)
        {
            session.Next = chain;
            _sessions[key] = session;
        }
        else
        {
            while (chain.Next is { } next && next.Start <= eventTicks)
            {
                chain = next;
            }

            (session.Next, chain.Next) = (chain.Next, session);
        }

        _ends.Enqueue(session, eventTicks + gap);
        OpenCount++;
        return session;
    }

    private void Unlink(Session session)
    {
        session.IsOpen = false;
        OpenCount--;
        ref var link = ref CollectionsMarshal.GetValueRefOrNullRef(_sessions, session.Key);
        if (link == session && session.Next is null)
        {
            _sessions.Remove(session.Key);
            return;
        }

        if (link == session)
        {
            link = session.Next!;
            return;
        }

        var before = link;
        while (before.Next != session)
        {
            before = before.Next!;
        }

        before.Next = session.Next;
    }

    private void SortOrUndo()
    {
        try
        {
            _closing.Sort(0);
        }
        catch
        {
            Undo();
            throw;
        }
    }

    private sealed class Session(TKey key, long number)
    {
        public TKey Key { get; } = key;

        public long Number { get; } = number;

        public bool IsOpen { get; set; } = true;

        public long Start { get; set; }

        public long Last { get; set; }

        public required TAccumulate Value { get; set; }

        public long Count { get; set; }

        public Session? Next { get; set; }
    }
}
