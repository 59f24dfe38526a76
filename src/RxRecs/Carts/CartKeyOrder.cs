namespace RxRecs;

/// <summary>
/// Orders slots by their keys: text ordinally, other keys as they compare themselves. Keys that do not compare stay in
/// order of slot.
/// </summary>
internal static class CartKeyOrder<TKey>
{
    private static readonly IComparer<TKey>? Keys =
        typeof(IComparable<TKey>).IsAssignableFrom(typeof(TKey)) ? TieOrder<TKey>.Default : null;

    /// <summary>Compares slots. Made once and kept: sorting by it allocates nothing.</summary>
    public static Comparison<int> Of(Func<int, TKey> keyOf) =>
        (x, y) => Keys?.Compare(keyOf(x), keyOf(y)) ?? x.CompareTo(y);
}
