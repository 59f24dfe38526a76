namespace RxRecs;

/// <summary>Leaves items out whoever asks and whatever proposes them: out of stock, recalled.</summary>
/// <param name="excluded">The items; looked at with each list, so that a set that changes is followed.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class ExcludedItemsFilter<TUser, TItem>(IReadOnlySet<TItem> excluded) : ICandidateFilter<TUser, TItem>
{
    /// <inheritdoc/>
    public bool Accepts(in RecommendationRequest<TUser, TItem> request, TItem item, RecommendationSource source) =>
        !excluded.Contains(item);
}
