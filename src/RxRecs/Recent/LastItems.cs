using System.Collections.Immutable;

namespace RxRecs;

/// <summary>Holds the last items of a key after an event. Equal when key, items and count are equal.</summary>
/// <param name="Key">The key.</param>
/// <param name="Items">
/// The key's items, newest first; empty when the key has left: evicted, or all its items too old.
/// </param>
/// <param name="EvictedKeys">The number of keys that have been evicted so far because there were too many.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct LastItems<TKey, TItem>(TKey Key, ImmutableArray<TItem> Items, long EvictedKeys)
{
    /// <summary>Gets a value indicating whether the key is no longer kept.</summary>
    public bool HasLeft => Items.IsDefaultOrEmpty;

    /// <inheritdoc/>
    public bool Equals(LastItems<TKey, TItem> other) =>
        EqualityComparer<TKey>.Default.Equals(Key, other.Key)
        && EvictedKeys == other.EvictedKeys
        && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Key);
        foreach (var item in Span)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {(HasLeft ? "has left" : string.Join(", ", Items))}";

    private ReadOnlySpan<TItem> Span => Items.IsDefault ? default : Items.AsSpan();
}
