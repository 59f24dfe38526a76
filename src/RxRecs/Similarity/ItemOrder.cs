namespace RxRecs.Similarity;

/// <summary>Which of two items comes first where their scores are equal.</summary>
internal static class ItemOrder
{
    /// <summary>The comparer given, or the type's own order; text by its code units, the same under every culture.</summary>
    public static IComparer<TItem> OrDefault<TItem>(IComparer<TItem>? comparer)
    {
        if (comparer is not null)
        {
            return comparer;
        }

        if (typeof(TItem) == typeof(string))
        {
            return (IComparer<TItem>)(object)StringComparer.Ordinal;
        }

        return typeof(IComparable<TItem>).IsAssignableFrom(typeof(TItem)) || typeof(IComparable).IsAssignableFrom(typeof(TItem))
            ? Comparer<TItem>.Default
            : throw new ArgumentException($"{typeof(TItem)} has no order of its own: give a comparer for ties.", nameof(comparer));
    }
}
