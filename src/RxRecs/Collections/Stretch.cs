namespace RxRecs;

/// <summary>
/// The place of one list in arrays that it shares with others; valid until the next change of any list's length.
/// </summary>
/// <param name="items">The array in which the elements lie.</param>
/// <param name="times">The array in which their times lie, at the same places; not used without times.</param>
/// <param name="start">The place of the first element.</param>
/// <param name="count">The number of elements.</param>
internal struct Stretch<T>(T[] items, long[] times, int start, int count)
{
    private readonly T[] _items = items;
    private readonly long[] _times = times;
    private int _start = start;

    /// <summary>The number of elements.</summary>
    public int Count { readonly get; private set; } = count;

    /// <summary>The elements.</summary>
    public readonly Span<T> Items => _items.AsSpan(_start, Count);

    /// <summary>The times of the elements.</summary>
    public readonly Span<long> Times => _times.AsSpan(_start, Count);

    /// <summary>Takes in the free place before the first element.</summary>
    public void Extend()
    {
        _start--;
        Count++;
    }
}
