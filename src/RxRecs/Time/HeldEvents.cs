using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// The events that a <see cref="ReorderBuffer{TEvent}"/> holds, by small number, each with its time and the number of
/// the one behind it in a list. They lie in chunks, so that growing moves none of them but those of the first, small
/// chunk; a number that is given back goes to the next event.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class HeldEvents<TEvent>
{
    /// <summary>The number of no event.</summary>
    public const int None = -1;

    private const int ChunkShift = 9;
    private const int ChunkMask = (1 << ChunkShift) - 1;
    private Entry[][] _chunks = [new Entry[4]];
    private int _used;
    private int _free = None;

    /// <summary>The event of a number that has been given out.</summary>
    public ref Entry this[int number] => ref _chunks[number >> ChunkShift][number & ChunkMask];

    /// <summary>Holds an event and gives its number.</summary>
    public int Add(long ticks, in TEvent value)
    {
        var number = _free == None ? NextNumber() : _free;
        ref var entry = ref this[number];
        if (number == _free)
        {
            _free = entry.Next;
        }

        entry.Ticks = ticks;
        entry.Next = None;
        entry.Value = value;
        return number;
    }

    /// <summary>Gives back a number.</summary>
    public void Remove(int number)
    {
        ref var entry = ref this[number];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TEvent>())
        {
            entry.Value = default!;
        }

        entry.Next = _free;
        _free = number;
    }

    private int NextNumber()
    {
        var chunk = _used >> ChunkShift;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, chunk * 2);
        }

        if (chunk > 0)
        {
            _chunks[chunk] ??= new Entry[1 << ChunkShift];
        }
        else if (_used == _chunks[0].Length)
        {
            Array.Resize(ref _chunks[0], _used * 2);
        }

        return _used++;
    }

    /// <summary>An event with its time in UTC ticks and the number of the next one of its list.</summary>
    public struct Entry
    {
        public long Ticks;
        public int Next;
        public TEvent Value;
    }
}
