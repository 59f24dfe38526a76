using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Applies list rules to the lists of another recommender, which is asked for at least 100 items
/// (<see cref="ListRules.Depth"/>): caps, exclude lists and diversity over any recommender.
/// </summary>
/// <remarks>
/// State: that of the recommender, which belongs to this one from then on, and the counts of the rules. What rules read
/// beside it, such as a catalog, is saved by whoever feeds it.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class RerankedRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>, IDisposable
    where TItem : notnull
{
    private readonly IRecommender<TEvent, TUser, TItem> _recommender;
    private readonly ListRuleRun<TItem> _rules;
    private readonly List<Recommendation<TItem>> _explained = [];

    /// <summary>Puts rules behind a recommender.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="rules">The rules, in the order in which they are applied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A rule is null.</exception>
    public RerankedRecommender(IRecommender<TEvent, TUser, TItem> recommender, params IListRule<TItem>[] rules)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(rules);
        _recommender = recommender;
        _rules = new(rules);
    }

    /// <summary>
    /// Gets the counts of what each rule has moved and left out of lists so far, behind those of the recommender's own
    /// rules.
    /// </summary>
    public IReadOnlyList<ListRuleCount> RuleCounts => [.. _recommender.RuleCounts, .. _rules.Counts];

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _recommender.Watermark;

    /// <inheritdoc/>
    public void Learn(TEvent value) => _recommender.Learn(value);

    /// <inheritdoc/>
    public void AdvanceTo(DateTimeOffset watermark) => _recommender.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void Complete() => _recommender.Complete();

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        Recommend(request, recommendations, isCounted: true);
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Recommend(request, _explained, isCounted: false);
        var leftOutBy = _rules.DroppedBy(item);
        return _recommender.Explain(request with { Count = _rules.DepthFor(request.Count) }, item) is { } explanation
            ? leftOutBy is null ? explanation : explanation with { LeftOutBy = leftOutBy }
            : null;
    }

    /// <summary>Removes what the recommender keeps under a user's id, if it can.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetUser(TUser user) => (_recommender as IForgetsUsers<TUser>)?.ForgetUser(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _recommender.Snapshot(writer);
        _rules.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _recommender.Restore(reader);
        _rules.Restore(reader);
    }

    /// <summary>Disposes the recommender, if it can be.</summary>
    public void Dispose() => (_recommender as IDisposable)?.Dispose();

    private void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations, bool isCounted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        _recommender.Recommend(request with { Count = _rules.DepthFor(request.Count) }, recommendations);
        _rules.Apply(recommendations, request.Count, isCounted);
    }
}
