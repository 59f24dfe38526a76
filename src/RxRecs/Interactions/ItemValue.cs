using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>Tells whether a value names an item: null does not, nor does <see cref="Id.None"/>.</summary>
internal static class ItemValue
{
    /// <summary>Says what is wrong with such a value, as a part of a sentence.</summary>
    public const string Problem = "the id of an item cannot be none";

    public static bool IsNone<TItem>(TItem item) =>
        item is null || (typeof(TItem) == typeof(Id) && EqualityComparer<TItem>.Default.Equals(item, default));

    /// <summary>Refuses what names no item.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="item"/> is <see cref="Id.None"/>.</exception>
    public static void ThrowIfNone<TItem>(
        TItem item, [CallerArgumentExpression(nameof(item))] string name = "item")
    {
        if (IsNone(item))
        {
            Throw(item, name);
        }
    }

    private static void Throw<TItem>(TItem item, string name) => throw (item is null
        ? new ArgumentNullException(name)
        : new ArgumentException($"{char.ToUpperInvariant(Problem[0])}{Problem[1..]}.", name));
}
