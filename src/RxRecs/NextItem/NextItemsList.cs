namespace RxRecs.Recommenders;

/// <summary>
/// Holds what may come next in a visit, as of an event. Two lists are equal if user, visit and items are.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class NextItemsList<TUser, TItem> : IEquatable<NextItemsList<TUser, TItem>>
{
    /// <summary>Makes a list.</summary>
    /// <param name="user">The user of the visit; the default value where the user is not known.</param>
    /// <param name="session">The visit's name, as the shop gives it; null where it has none.</param>
    /// <param name="items">The items, best first.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    public NextItemsList(TUser? user, string? session, IReadOnlyList<NextItem<TItem>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        User = user;
        Session = session;
        Items = items;
    }

    /// <summary>Gets the user whose visit it is; the default value where the user is not known.</summary>
    public TUser? User { get; }

    /// <summary>Gets the name of the visit, as the shop names it; null where it has none.</summary>
    public string? Session { get; }

    /// <summary>Gets the items, best first; empty where nothing is known of what follows.</summary>
    public IReadOnlyList<NextItem<TItem>> Items { get; }

    /// <inheritdoc/>
    public bool Equals(NextItemsList<TUser, TItem>? other) =>
        other is not null
        && EqualityComparer<TUser?>.Default.Equals(User, other.User)
        && string.Equals(Session, other.Session, StringComparison.Ordinal)
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NextItemsList<TUser, TItem>);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(User, Session, Items.Count > 0 ? Items[0].GetHashCode() : 0, Items.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{User}, {Session}: "
        + string.Join(", ", Items.Select(item => FormattableString.Invariant($"{item.Item} ({item.Score})")));
}
