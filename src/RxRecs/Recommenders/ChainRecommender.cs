using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Asks recommenders one after the other: what the first has not filled of a list, the next fills. So a user of whom
/// little is known still gets a list, from the recommender that knows most.
/// </summary>
/// <remarks>
/// <para>The score of the p-th item that recommender s of S adds is <c>S - s - 1 + 1 / p</c> (s from 0, p from 1), as
/// of <see cref="CandidateMerge.Priority"/>; the reason has the recommender's own figure. A list that is a fallback
/// counts only where nobody else has anything to say, and stays as it is.</para>
/// <para>State: that of the recommenders, which belong to this one from then on: nobody else may let them learn.</para>
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class ChainRecommender<TEvent, TUser, TItem>
    : IRecommender<TEvent, TUser, TItem>, IForgetsUsers<TUser>, IDisposable
    where TItem : notnull
{
    private readonly RecommenderSet<TEvent, TUser, TItem> _parts;
    private readonly List<Recommendation<TItem>> _list = [];
    private readonly List<Recommendation<TItem>> _explained = [];
    private readonly HashSet<TItem> _known = [];

    /// <summary>Puts recommenders in a row.</summary>
    /// <param name="parts">The recommenders, the one to be asked first at the beginning.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parts"/> is null.</exception>
    /// <exception cref="ArgumentException">There is none, one is null, or there twice.</exception>
    public ChainRecommender(params IRecommender<TEvent, TUser, TItem>[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = new("chain", parts);
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
        _known.Clear();
        var fallback = -1;
        for (var i = 0; i < _parts.Count && recommendations.Count < request.Count; i++)
        {
            _parts[i].Recommend(request, _list);
            if (_list.Count > 0 && _list[0].Reason.IsFallback)
            {
                fallback = fallback < 0 ? i : fallback;
            }
            else
            {
                Take(i, request.Count, recommendations);
            }
        }

        if (recommendations.Count == 0 && fallback >= 0)
        {
            _parts[fallback].Recommend(request, recommendations);
        }
    }

    /// <inheritdoc/>
    public RecommendationExplanation<TItem>? Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Recommend(request, _explained);
        var found = _explained.Find(each => EqualityComparer<TItem>.Default.Equals(each.Item, item));
        if (found.Reason == default)
        {
            return null;
        }

        var isFallback = found.Reason.IsFallback;
        for (var i = 0; i < _parts.Count; i++)
        {
            _parts[i].Recommend(request, _list);
            if (_list.Count > 0 && _list[0].Reason.IsFallback == isFallback
                && _list.Exists(each => EqualityComparer<TItem>.Default.Equals(each.Item, item)))
            {
                var parts = _parts[i].Explain(request, item)?.Contributions ?? [];
                var shares = MergedCandidates<TItem>.Share(found.Reason.Source, found.Score, parts);
                return new(item, found.Score, [.. shares])
                {
                    IsFallback = isFallback,
                };
            }
        }

        return null;
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

    private void Take(int part, int count, List<Recommendation<TItem>> recommendations)
    {
        var place = 0;
        foreach (var each in _list)
        {
            if (recommendations.Count < count && _known.Add(each.Item))
            {
                place++;
                recommendations.Add(each with { Score = _parts.Count - part - 1 + (1.0 / place) });
            }
        }
    }
}
