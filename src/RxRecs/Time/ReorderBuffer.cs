using System.Runtime.CompilerServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Holds events until event time has passed them and gives them back in order of event time, equal times in order of
/// arrival. Two parts: a queue for events that come in order, which is nearly all of them, and a binary heap for the
/// others; the lesser of the two heads is next. An event that comes in order costs O(1), another O(log n), and nothing
/// is allocated once the parts have grown to the largest number of events held at once.
/// </summary>
/// <param name="codec">How events are saved; null for the codec that a snapshot has for their type.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class ReorderBuffer<TEvent>(ISnapshotCodec<TEvent>? codec = null)
{
    private const int FirstCapacity = 16;
    private Entry[] _queue = [];
    private int _queueHead;
    private int _queueCount;
    private Entry[] _heap = [];
    private int _heapCount;
    private long _lastQueued = long.MinValue;
    private long _nextSequence;

    /// <summary>How many events are held.</summary>
    public int Count => _queueCount + _heapCount;

    /// <summary>The time of the next event, <see cref="long.MaxValue"/> when nothing is held.</summary>
    public long NextTicks
    {
        get
        {
            var next = _queueCount == 0 ? long.MaxValue : _queue[_queueHead].Ticks;
            return _heapCount == 0 ? next : Math.Min(next, _heap[0].Ticks);
        }
    }

    /// <summary>Takes an event.</summary>
    public void Add(long eventTicks, in TEvent value)
    {
        if (_queueCount == 0 || eventTicks >= _lastQueued)
        {
            FreePlace(eventTicks) = new Entry(eventTicks, _nextSequence, value);
        }
        else
        {
            Push(new Entry(eventTicks, _nextSequence, value));
        }

        _nextSequence++;
    }

    /// <summary>Gives back the next event if its time is not after the watermark.</summary>
    public bool TryTake(long watermark, out long eventTicks, out TEvent value)
    {
        if (NextTicks > watermark || Count == 0)
        {
            eventTicks = 0;
            value = default!;
            return false;
        }

        var fromHeap = _queueCount == 0 || (_heapCount != 0 && _heap[0].IsBefore(_queue[_queueHead]));
        ref readonly var next = ref fromHeap ? ref _heap[0] : ref _queue[_queueHead];
        eventTicks = next.Ticks;
        value = next.Value;
        if (fromHeap)
        {
            Pop();
        }
        else
        {
            Dequeue();
        }

        return true;
    }

    /// <inheritdoc cref="TryTake(long, out long, out TEvent)"/>
    public bool TryTake(long watermark, out TEvent value) => TryTake(watermark, out _, out value);

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteInt64(_nextSequence);
        writer.WriteCount(_queueCount);
        for (var i = 0; i < _queueCount; i++)
        {
            Write(writer, _queue[(_queueHead + i) & (_queue.Length - 1)]);
        }

        writer.WriteCount(_heapCount);
        for (var i = 0; i < _heapCount; i++)
        {
            Write(writer, _heap[i]);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        Array.Clear(_queue);
        Array.Clear(_heap);
        (_queueHead, _queueCount, _heapCount) = (0, 0, 0);
        _nextSequence = reader.ReadInt64();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var entry = Read(reader);
            Require(_queueCount == 0 || _queue[_queueCount - 1].IsBefore(entry));
            FreePlace(entry.Ticks) = entry;
        }

        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var entry = Read(reader);
            Require(_heapCount == 0 || _heap[(_heapCount - 1) / 2].IsBefore(entry));
            Push(entry);
        }
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException("Held events that are out of order: the snapshot is damaged.");
        }
    }

    private static void Grow(ref Entry[] entries, int head)
    {
        var larger = new Entry[Math.Max(FirstCapacity, entries.Length * 2)];
        entries.AsSpan(head).CopyTo(larger);
        entries.AsSpan(0, head).CopyTo(larger.AsSpan(entries.Length - head));
        entries = larger;
    }

    private static void Forget(ref Entry entry)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TEvent>())
        {
            entry = default;
        }
    }

    private void Write(SnapshotWriter writer, Entry entry)
    {
        writer.WriteInt64(entry.Ticks);
        writer.WriteInt64(entry.Sequence);
        if (codec is null)
        {
            writer.Write(entry.Value);
        }
        else
        {
            codec.Write(writer, entry.Value);
        }
    }

    private Entry Read(SnapshotReader reader)
    {
        var (ticks, sequence) = (reader.ReadInt64(), reader.ReadInt64());
        var entry = new Entry(ticks, sequence, codec is null ? reader.Read<TEvent>() : codec.Read(reader));
        Require(entry.Sequence >= 0 && entry.Sequence < _nextSequence);
        Require(entry.Ticks >= 0 && entry.Ticks <= DateTimeOffset.MaxValue.Ticks);
        return entry;
    }

    // Events are large: they are written where they stay.
    private ref Entry FreePlace(long ticks)
    {
        if (_queueCount == _queue.Length)
        {
            Grow(ref _queue, _queueHead);
            _queueHead = 0;
        }

        _lastQueued = ticks;
        return ref _queue[(_queueHead + _queueCount++) & (_queue.Length - 1)];
    }

    private void Dequeue()
    {
        Forget(ref _queue[_queueHead]);
        _queueHead = (_queueHead + 1) & (_queue.Length - 1);
        _queueCount--;
    }

    private void Push(Entry entry)
    {
        if (_heapCount == _heap.Length)
        {
            Grow(ref _heap, 0);
        }

        var at = _heapCount++;
        while (at > 0 && entry.IsBefore(_heap[(at - 1) / 2]))
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = entry;
    }

    private void Pop()
    {
        var last = _heap[--_heapCount];
        Forget(ref _heap[_heapCount]);
        if (_heapCount != 0)
        {
            SiftDown(last);
        }
    }

    private void SiftDown(Entry entry)
    {
        var at = 0;
        while (true)
        {
            var child = (at * 2) + 1;
            if (child + 1 < _heapCount && _heap[child + 1].IsBefore(_heap[child]))
            {
                child++;
            }

            if (child >= _heapCount || entry.IsBefore(_heap[child]))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = entry;
    }

    private readonly record struct Entry(long Ticks, long Sequence, TEvent Value)
    {
        public bool IsBefore(in Entry other) =>
            Ticks < other.Ticks || (Ticks == other.Ticks && Sequence < other.Sequence);
    }
}
