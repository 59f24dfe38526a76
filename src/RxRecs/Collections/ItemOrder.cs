namespace RxRecs;

/// <summary>Tells which of two items comes first where their scores are equal.</summary>
internal static class ItemOrder
{
    /// <summary>
    /// The order given, or the type's own order; a type without one is refused before the first tie.
    /// </summary>
    public static IComparer<TItem> OrDefault<TItem>(IComparer<TItem>? itemOrder)
    {
        if (itemOrder is not null)
        {
            return itemOrder;
        }

        var type = typeof(TItem);
        return typeof(IComparable<TItem>).IsAssignableFrom(type) || typeof(IComparable).IsAssignableFrom(type)
            ? TieOrder<TItem>.Default
            : throw new ArgumentException(
                $"{type} has no order of its own: give one for ties.", nameof(itemOrder));
    }
}
