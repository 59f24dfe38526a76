namespace RxRecs.Carts;

/// <summary>
/// Orders slots by their keys: text ordinally, other keys as they compare themselves. Keys that do not compare stay in order of
/// slot.
/// </summary>
internal sealed class CartKeyOrder<TKey>(Func<int, TKey> keyOf) : IComparer<int>
{
    private static readonly IComparer<TKey>? Keys =
        typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal
        : typeof(IComparable<TKey>).IsAssignableFrom(typeof(TKey)) ? Comparer<TKey>.Default
        : null;

    public int Compare(int x, int y) => Keys?.Compare(keyOf(x), keyOf(y)) ?? x.CompareTo(y);
}
