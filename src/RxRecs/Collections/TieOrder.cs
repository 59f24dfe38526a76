using System.Diagnostics.CodeAnalysis;

namespace RxRecs;

/// <summary>
/// The order of items or keys that rank equal, where the caller gives none: their own, except that text is compared
/// ordinally, because its own order depends on the culture of the process.
/// </summary>
internal static class TieOrder<TItem>
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Of types that are not texts: no culture changes their order.")]
    public static IComparer<TItem> Default { get; } =
        typeof(TItem) == typeof(string) ? (IComparer<TItem>)StringComparer.Ordinal : Comparer<TItem>.Default;
}
