namespace RxRecs;

/// <summary>
/// Holds the items most similar to what a user holds, at one moment. Two lists are equal if user and entries are.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class SimilarItemsList<TUser, TItem> : IEquatable<SimilarItemsList<TUser, TItem>>
{
    /// <summary>Makes a list.</summary>
    /// <param name="user">The user.</param>
    /// <param name="items">The items, best first; empty where no other user shares an item.</param>
    /// <param name="isExact">True if no score is estimated and no item can be missing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    public SimilarItemsList(TUser user, IReadOnlyList<SimilarItem<TItem>> items, bool isExact = true)
    {
        ArgumentNullException.ThrowIfNull(items);
        User = user;
        Items = items;
        IsExact = isExact;
    }

    /// <summary>Gets the user.</summary>
    public TUser User { get; }

    /// <summary>Gets the items, best first; empty where no other user shares an item.</summary>
    public IReadOnlyList<SimilarItem<TItem>> Items { get; }

    /// <summary>
    /// Gets a value indicating whether no score is estimated and no item can be missing; each item says how wrong its
    /// score may be.
    /// </summary>
    public bool IsExact { get; }

    /// <inheritdoc/>
    public bool Equals(SimilarItemsList<TUser, TItem>? other) =>
        other is not null
        && IsExact == other.IsExact
        && EqualityComparer<TUser>.Default.Equals(User, other.User)
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SimilarItemsList<TUser, TItem>);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(User, Items.Count > 0 ? Items[0].GetHashCode() : 0, Items.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{User}: "
        + string.Join(", ", Items.Select(item => FormattableString.Invariant($"{item.Item} ({item.Score})")));
}
