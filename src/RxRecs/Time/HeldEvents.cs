using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// The events that a <see cref="ReorderBuffer{TEvent}"/> holds, by small number, each with its time and the number of
/// the one behind it in a list. They lie in chunks, so that growing moves none of them but those of the first, small
/// chunk; a number that is given back goes to the next event. Times and links lie apart from the events: who walks
/// along a list needs 16 bytes of each, and a cache holds many times more of them.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
internal sealed class HeldEvents<TEvent>
{
    /// <summary>The number of no event.</summary>
    public const int None = -1;

    private const int ChunkShift = 9;
    private const int ChunkMask = (1 << ChunkShift) - 1;
    private Link[][] _links = [new Link[4]];
    private TEvent[][] _values = [new TEvent[4]];
    private int _used;
    private int _free = None;

    /// <summary>The time and the successor of a number that has been given out.</summary>
    public ref Link this[int number] => ref _links[number >> ChunkShift][number & ChunkMask];

    /// <summary>The event of a number that has been given out.</summary>
    public ref TEvent Value(int number) => ref _values[number >> ChunkShift][number & ChunkMask];

    /// <summary>Holds an event and gives its number.</summary>
    public int Add(long ticks, in TEvent value)
    {
        var number = _free == None ? NextNumber() : _free;
        ref var link = ref this[number];
        if (number == _free)
        {
            _free = link.Next;
        }

        link.Ticks = ticks;
        link.Next = None;
        Value(number) = value;
        return number;
    }

    /// <summary>Gives back a number.</summary>
    public void Remove(int number)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TEvent>())
        {
            Value(number) = default!;
        }

        this[number].Next = _free;
        _free = number;
    }

    private int NextNumber()
    {
        var chunk = _used >> ChunkShift;
        if (chunk == _links.Length)
        {
            Array.Resize(ref _links, chunk * 2);
            Array.Resize(ref _values, chunk * 2);
        }

        if (chunk > 0)
        {
            _links[chunk] ??= new Link[1 << ChunkShift];
            _values[chunk] ??= new TEvent[1 << ChunkShift];
        }
        else if (_used == _links[0].Length)
        {
            Array.Resize(ref _links[0], _used * 2);
            Array.Resize(ref _values[0], _used * 2);
        }

        return _used++;
    }

    /// <summary>The time of an event in UTC ticks, and the number of the next one of its list.</summary>
    public struct Link
    {
        public long Ticks;
        public int Next;
    }
}
