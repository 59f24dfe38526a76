namespace RxRecs;

/// <summary>
/// The order of items that rank equal, where the caller gives none: their own, except that text is compared ordinally,
/// because its own order depends on the culture of the process.
/// </summary>
internal static class TieOrder<TItem>
{
    public static IComparer<TItem> Default { get; } =
        typeof(TItem) == typeof(string) ? (IComparer<TItem>)StringComparer.Ordinal : Comparer<TItem>.Default;
}
