using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Tells which of two items, or keys, comes first where all else is equal.</summary>
internal static class ItemOrder
{
    /// <summary>
    /// The order given, in which items that it holds equal are in their own order, so that no two are; or the type's
    /// own order.
    /// </summary>
    /// <exception cref="ArgumentException">None is given, and the type has none: refused before the first
    /// tie.</exception>
    public static IComparer<TItem> OrDefault<TItem>(
        IComparer<TItem>? order, [CallerArgumentExpression(nameof(order))] string name = "")
    {
        if (order is null)
        {
            return Own<TItem>(name);
        }

        return HasOwn<TItem>() && order is not TotalOrder<TItem> && !ReferenceEquals(order, TieOrder<TItem>.Default)
            ? new TotalOrder<TItem>(order)
            : order;
    }

    /// <summary>The type's own order.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static IComparer<TItem> Own<TItem>(string name) => HasOwn<TItem>()
        ? TieOrder<TItem>.Default
        : throw new ArgumentException($"{typeof(TItem)} has no order of its own: give one for ties.", name);

    /// <summary>Tells whether a type has an order of its own.</summary>
    public static bool HasOwn<TItem>() => typeof(IComparable<TItem>).IsAssignableFrom(typeof(TItem))
        || typeof(IComparable).IsAssignableFrom(typeof(TItem));

    private sealed class TotalOrder<TItem>(IComparer<TItem> given) : IComparer<TItem>
    {
        public int Compare(TItem? x, TItem? y) =>
            given.Compare(x, y) is not 0 and var order ? order : TieOrder<TItem>.Default.Compare(x, y);
    }
}
