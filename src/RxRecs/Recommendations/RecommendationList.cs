using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Holds the list made for a user or session at one moment. Two lists are equal if user, session and entries are,
/// whatever is said about how they came to be.
/// </summary>
/// <param name="user">The user.</param>
/// <param name="items">The recommended items, best first.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class RecommendationList<TUser, TItem>(TUser user, IReadOnlyList<Recommendation<TItem>> items)
    : IEquatable<RecommendationList<TUser, TItem>>
{
    /// <summary>Gets the user.</summary>
    public TUser User => user;

    /// <summary>Gets the session that the list was asked for; null where none was named.</summary>
    public string? Session { get; init; }

    /// <summary>Gets the recommended items, best first.</summary>
    public IReadOnlyList<Recommendation<TItem>> Items => items;

    /// <summary>
    /// Gets the parts of the score of each item, in the order of <see cref="Items"/>; null for an item of which the
    /// recommender cannot tell. It is empty unless the request asked for it by
    /// <see cref="RecommendationRequest{TUser, TItem}.WithExplanations"/>.
    /// </summary>
    public IReadOnlyList<RecommendationExplanation<TItem>?> Explanations { get; init; } = [];

    /// <summary>
    /// Gets the counts of what the list rules have left out of this list and moved in it; without the rules that have
    /// done neither.
    /// </summary>
    public IReadOnlyList<ListRuleCount> RuleCounts { get; init; } = [];

    /// <summary>
    /// Gets what must be said about the list, so that a fallback is never taken for a recommendation.
    /// </summary>
    public RecommendationNotice Notice =>
        Items.Count == 0 ? RecommendationNotice.Nothing
        : Items[0].Reason.IsFallback ? RecommendationNotice.Fallback
        : RecommendationNotice.None;

    /// <inheritdoc/>
    public bool Equals(RecommendationList<TUser, TItem>? other) =>
        other is not null
        && EqualityComparer<TUser>.Default.Equals(User, other.User)
        && Session == other.Session
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RecommendationList<TUser, TItem>);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(User, Items.Count > 0 ? Items[0].GetHashCode() : 0, Items.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{User}: "
        + string.Join(", ", Items.Select(each => FormattableString.Invariant(
            $"{each.Item} ({each.Reason.Source} {each.Reason.Value})")));
}
