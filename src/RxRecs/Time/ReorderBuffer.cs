using System.Numerics;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Holds events until event time has passed them and gives them back in order of event time, equal times in order of
/// arrival. Two parts: a run of events that came in order, and a radix heap for the others; the lesser of the two heads
/// is next. Nothing is allocated once the parts have grown to the largest number of events held at once; an event costs
/// 16 bytes beside itself.
/// </summary>
/// <remarks>
/// <para>An event goes into the heap where the run already ends later, so whatever the run holds of the same time came
/// before it; and once the end of the run is given back, the heap is empty. So no sequence numbers are needed: of equal
/// times the run comes first.</para>
/// <para>The heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990) has digits of 6 bits: an event lies in the bucket of the
/// highest digit in which its time differs from that of the last event of the heap given back. To give back the next
/// one, the first bucket with events is spread over lower digits, so that an event is moved once per digit at the most
/// and compared with none. Deviation: an event before the last one given back, for which a radix heap has no place, is
/// put into the sorted list of those that are due. That costs a step per event due, and whoever watches a watermark
/// adds none.</para> </remarks>
/// <param name="codec">The codec that saves events; null for the codec that a snapshot has for their type.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class ReorderBuffer<TEvent>(ISnapshotCodec<TEvent>? codec = null)
{
    private const int DigitBits = 6;
    private const int Digits = 1 << DigitBits;
    private const int None = HeldEvents<TEvent>.None;
    private readonly HeldEvents<TEvent> _events = new();
    private readonly Bucket[]?[] _levels = new Bucket[]?[(64 / DigitBits) + 1];
    private readonly ulong[] _inUse = new ulong[(64 / DigitBits) + 1];
    private int _levelsInUse;
    private long _base;
    private Bucket _due = Bucket.Empty;
    private Bucket _run = Bucket.Empty;
    private int _runCount;

    /// <summary>Counts the events that are held.</summary>
    public int Count { get; private set; }

    /// <summary>The time of the next event, <see cref="long.MaxValue"/> when nothing is held.</summary>
    public long NextTicks => Math.Min(RunTicks, HeapTicks);

    private long RunTicks => _run.Head == None ? long.MaxValue : _events[_run.Head].Ticks;

    private long HeapTicks => _due.Head != None ? _events[_due.Head].Ticks
        : _levelsInUse == 0 ? long.MaxValue
        : FirstBucket().Least;

    /// <summary>Takes an event.</summary>
    public void Add(long eventTicks, in TEvent value)
    {
        var number = _events.Add(eventTicks, value);
        Count++;
        if (_run.Head == None || eventTicks >= _events[_run.Tail].Ticks)
        {
            Append(ref _run, number);
            _runCount++;
        }
        else
        {
            Place(number, eventTicks);
        }
    }

    /// <summary>Gives back the next event if its time is not after the watermark.</summary>
    public bool TryTake(long watermark, out long eventTicks, out TEvent value)
    {
        if (!TryTakeNumber(watermark, out eventTicks, out var number))
        {
            value = default!;
            return false;
        }

        value = _events.Value(number);
        _events.Remove(number);
        return true;
    }

    /// <inheritdoc cref="TryTake(long, out long, out TEvent)"/>
    public bool TryTake(long watermark, out TEvent value) => TryTake(watermark, out _, out value);

    /// <summary>
    /// Gives back the number of the next event if its time is not after the watermark. The event is read where it lies,
    /// with <see cref="Value"/>, and then forgotten, with <see cref="Forget"/>, before anything else is asked: a large
    /// one is copied once less.
    /// </summary>
    public bool TryTakeNumber(long watermark, out long eventTicks, out int number)
    {
        var (runTicks, heapTicks) = (RunTicks, HeapTicks);
        eventTicks = Math.Min(runTicks, heapTicks);
        number = None;
        if (Count == 0 || eventTicks > watermark)
        {
            eventTicks = 0;
            return false;
        }

        if (runTicks <= heapTicks)
        {
            number = Take(ref _run);
            _runCount--;
            return true;
        }

        if (_due.Head == None)
        {
            SpreadFirstBucket();
        }

        number = Take(ref _due);
        return true;
    }

    /// <summary>Gives the event of a number that was given back.</summary>
    public ref readonly TEvent Value(int number) => ref _events.Value(number);

    /// <summary>Forgets the event of a number that was given back.</summary>
    public void Forget(int number) => _events.Remove(number);

    /// <summary>Removes the events that meet a condition; a pass over all, the others keep their order.</summary>
    public void RemoveAll(Predicate<TEvent> condition)
    {
        var kept = new List<(long Ticks, TEvent Value)>(Count);
        while (TryTake(long.MaxValue, out var ticks, out var value))
        {
            if (!condition(value))
            {
                kept.Add((ticks, value));
            }
        }

        foreach (var (ticks, value) in kept)
        {
            Add(ticks, value);
        }
    }

    /// <summary>Writes the events in the order of their places, which depend on the base alone.</summary>
    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_runCount);
        WriteList(writer, _run.Head);
        writer.WriteInt64(_base);
        writer.WriteCount(Count - _runCount);
        WriteList(writer, _due.Head);
        for (var level = 0; level < _levels.Length; level++)
        {
            for (var left = _inUse[level]; left != 0; left &= left - 1)
            {
                WriteList(writer, _levels[level]![BitOperations.TrailingZeroCount(left)].Head);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        while (TryTake(long.MaxValue, out _))
        {
            // What is held is given up, and the parts stay.
        }

        for (var (left, last) = (reader.ReadCount(), 0L); left > 0; left--)
        {
            var (number, ticks) = Read(reader);
            Require(ticks >= last);
            last = ticks;
            Append(ref _run, number);
            _runCount++;
        }

        _base = reader.ReadInt64();
        Require(_base >= 0 && _base <= DateTimeOffset.MaxValue.Ticks);
        var (place, before) = (-1, 0L);
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (number, ticks) = Read(reader);
            var next = ticks <= _base ? -1 : (LevelOf(ticks) * Digits) + DigitOf(ticks, LevelOf(ticks));
            Require(next >= place && (next >= 0 || ticks >= before));
            Require(_run.Head != None && ticks < _events[_run.Tail].Ticks);
            (place, before) = (next, ticks);
            Place(number, ticks);
        }
    }

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new SnapshotException("Held events that are out of order: the snapshot is damaged.");
        }
    }

    private static int DigitOf(long ticks, int level) => (int)(ticks >> (level * DigitBits)) & (Digits - 1);

    private int LevelOf(long ticks) => BitOperations.Log2((ulong)(ticks ^ _base)) / DigitBits;

    private int Take(ref Bucket bucket)
    {
        var number = bucket.Head;
        bucket.Head = _events[number].Next;
        Count--;
        return number;
    }

    private (int Number, long Ticks) Read(SnapshotReader reader)
    {
        var ticks = reader.ReadInt64();
        Require(ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks);
        var number = _events.Add(ticks, codec is null ? reader.Read<TEvent>() : codec.Read(reader));
        Count++;
        return (number, ticks);
    }

    private ref Bucket FirstBucket()
    {
        var level = BitOperations.TrailingZeroCount(_levelsInUse);
        return ref _levels[level]![BitOperations.TrailingZeroCount(_inUse[level])];
    }

    private void Place(int number, long ticks)
    {
        if (ticks <= _base)
        {
            PlaceDue(number);
            return;
        }

        var level = LevelOf(ticks);
        var digit = DigitOf(ticks, level);
        ref var bucket = ref (_levels[level] ??= new Bucket[Digits])[digit];
        if ((_inUse[level] & (1UL << digit)) == 0)
        {
            _inUse[level] |= 1UL << digit;
            _levelsInUse |= 1 << level;
            bucket = Bucket.Empty;
        }

        bucket.Least = Math.Min(bucket.Least, ticks);
        Append(ref bucket, number);
    }

    private void Append(ref Bucket bucket, int number)
    {
        if (bucket.Head == None)
        {
            bucket.Head = number;
        }
        else
        {
            _events[bucket.Tail].Next = number;
        }

        bucket.Tail = number;
    }

    /// <summary>Puts an event of the base's time, or before it, among those that are due.</summary>
    private void PlaceDue(int number)
    {
        if (_due.Head == None || !IsBefore(number, _due.Tail))
        {
            Append(ref _due, number);
            return;
        }

        ref var link = ref _due.Head;
        while (!IsBefore(number, link))
        {
            link = ref _events[link].Next;
        }

        _events[number].Next = link;
        link = number;
    }

    private bool IsBefore(int number, int other) => _events[number].Ticks < _events[other].Ticks;

    /// <summary>
    /// Makes the least time the base: its events are due, the others of its bucket go to lower digits.
    /// </summary>
    private void SpreadFirstBucket()
    {
        var level = BitOperations.TrailingZeroCount(_levelsInUse);
        var digit = BitOperations.TrailingZeroCount(_inUse[level]);
        ref readonly var bucket = ref _levels[level]![digit];
        _inUse[level] &= ~(1UL << digit);
        if (_inUse[level] == 0)
        {
            _levelsInUse &= ~(1 << level);
        }

        _base = bucket.Least;
        for (var number = bucket.Head; number != None;)
        {
            ref var link = ref _events[number];
            var next = link.Next;
            link.Next = None;
            if (link.Ticks == _base)
            {
                Append(ref _due, number);
            }
            else
            {
                Place(number, link.Ticks);
            }

            number = next;
        }
    }

    private void WriteList(SnapshotWriter writer, int number)
    {
        for (; number != None; number = _events[number].Next)
        {
            writer.WriteInt64(_events[number].Ticks);
            if (codec is null)
            {
                writer.Write(_events.Value(number));
            }
            else
            {
                codec.Write(writer, _events.Value(number));
            }
        }
    }

    /// <summary>A list of events in order of arrival, and its least time.</summary>
    private struct Bucket
    {
        public int Head;
        public int Tail;
        public long Least;

        public static Bucket Empty => new() { Head = None, Tail = None, Least = long.MaxValue };
    }
}
