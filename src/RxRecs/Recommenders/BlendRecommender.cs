using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Blends several recommenders into one: the score of an item is the sum of <c>weight * score / greatest</c> over those
/// that recommend it, where <c>greatest</c> is the highest score in a recommender's list.
/// </summary>
/// <remarks>
/// <para>Each learns every event and is asked for at least 100 items, so that a short list is the beginning of a longer
/// one. The first that recommends an item gives its reason. Ties: the earlier recommender, then its own order. A list
/// that is a fallback counts only where all lists are. A score that is not above 0 counts 0; one that is not finite
/// does, too, and is counted on the meter (<c>docs/telemetry.md</c>).</para>
/// <para>State: that of the recommenders, which belong to this one from then on: nobody else may let them learn.</para>
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class BlendRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>, IDisposable
    where TItem : notnull
{
    private readonly RecommenderSet<TEvent, TUser, TItem> _parts;
    private readonly double[] _weights;
    private readonly List<Recommendation<TItem>>[] _lists;
    private readonly MergedCandidates<TItem> _merged;
    private readonly List<Recommendation<TItem>> _explained = [];

    /// <summary>Blends recommenders.</summary>
    /// <param name="parts">The recommenders, each with its weight.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parts"/> is null.</exception>
    /// <exception cref="ArgumentException">There is none, one is null, or there twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not from 0.000001 to 1,000,000.</exception>
    public BlendRecommender(params (IRecommender<TEvent, TUser, TItem> Recommender, double Weight)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = new("blend", parts.Select(part => part.Recommender));
        foreach (var (_, weight) in parts)
        {
            OptionValue.PositiveWeight(weight, nameof(parts), "of weights, each");
        }

        _weights = [.. parts.Select(part => part.Weight)];
        _lists = [.. parts.Select(_ => new List<Recommendation<TItem>>())];
        _merged = new(inSourceOrder: true, TieOrder<TItem>.Default);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ListRuleCount> RuleCounts => _parts.RuleCounts;

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _parts.Watermark;

    /// <inheritdoc/>
    public void Learn(TEvent value) => _parts.Learn(value);

    /// <inheritdoc/>
    public void AdvanceTo(DateTimeOffset watermark) => _parts.AdvanceTo(watermark);

    /// <inheritdoc/>
    public void Complete() => _parts.Complete();

    /// <inheritdoc/>
    public void Recommend(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        recommendations.Clear();
        var isFallback = true;
        for (var i = 0; i < _parts.Count; i++)
        {
            _parts[i].Recommend(Deep(request), _lists[i]);
            isFallback &= _lists[i].Count == 0 || IsFallback(_lists[i]);
        }

        _merged.Clear();
        for (var i = 0; i < _parts.Count; i++)
        {
            _merged.Next();
            if (isFallback || !IsFallback(_lists[i]))
            {
                AddAll(_lists[i], _weights[i]);
            }
        }

        _merged.Finish(request.Count, isSorted: false, recommendations);
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Recommend(request, _explained);
        var contributions = new List<ScoreContribution<TItem>>();
        foreach (var (place, value) in _merged.Explain(item))
        {
            var found = _lists[place].Find(each => EqualityComparer<TItem>.Default.Equals(each.Item, item));
            contributions.AddRange(MergedCandidates<TItem>.Share(
                found.Reason.Source, value, _parts[place].Explain(Deep(request), item)?.Contributions ?? []));
        }

        return contributions.Count == 0
            ? null
            : new(
                item,
                contributions.Sum(static part => part.Value),
                [.. contributions.OrderByDescending(static part => part.Value)])
            {
                IsFallback = IsFallback(_explained),
            };
    }

    /// <summary>Removes what those of the recommenders that can keep under a user's id.</summary>
    /// <param name="user">The user; one who is not known changes nothing.</param>
    public void ForgetUser(TUser user) => _parts.ForgetUser(user);

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _parts.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _parts.Restore(reader);

    /// <summary>Disposes the recommenders that can be.</summary>
    public void Dispose() => _parts.Dispose();

    private static RecommendationRequest<TUser, TItem> Deep(in RecommendationRequest<TUser, TItem> request) =>
        request with { Count = Math.Max(request.Count, MergedCandidates<TItem>.BlendDepth) };

    private static bool IsFallback(List<Recommendation<TItem>> list) => list.Count > 0 && list[0].Reason.IsFallback;

    private void AddAll(List<Recommendation<TItem>> list, double weight)
    {
        foreach (var each in list)
        {
            if (!_merged.Contains(each.Item, out var isOfThisOne) || !isOfThisOne)
            {
                _merged.Add(each.Item, each.Score, each.Reason);
            }
        }

        _merged.Scale(weight);
    }
}
