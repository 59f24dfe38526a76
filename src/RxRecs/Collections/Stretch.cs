namespace RxRecs;

/// <summary>
/// The place of one list in arrays that it shares with others; valid until the next change of any list's length.
/// </summary>
/// <param name="items">The array in which the elements lie.</param>
/// <param name="times">The array in which their times lie at the same places; of no use in a store without times.</param>
/// <param name="start">The place of the first element.</param>
/// <param name="count">The number of elements.</param>
internal readonly struct Stretch<T>(T[] items, long[] times, int start, int count)
{
    /// <summary>The number of elements.</summary>
    public int Count => count;

    /// <summary>The elements.</summary>
    public Span<T> Items => items.AsSpan(start, count);

    /// <summary>The times of the elements.</summary>
    public Span<long> Times => times.AsSpan(start, count);

    /// <summary>The free place before the list, and the list.</summary>
    public Stretch<T> WithPlaceBefore() => new(items, times, start - 1, count + 1);
}
