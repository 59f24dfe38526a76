using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Turns several lists of candidates into one list with reasons, by candidate sources, filters and a merge rule.
/// Sources come in order of priority. An unknown user, and one for whom the sources find nothing, gets the fallback
/// sources' items, marked as such.
/// </summary>
/// <remarks>
/// Asking allocates nothing once the buffers have grown. Used from one thread at a time, and not from within its own
/// sources.
/// </remarks>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class CandidateRanking<TUser, TItem>
    where TItem : notnull
{
    private readonly Ranked[] _sources;
    private readonly Ranked[] _fallbacks;
    private readonly CandidateMerger<TUser, TItem> _merger;
    private readonly Func<RecommendationRequest<TUser, TItem>, bool> _knows;
    private readonly ListRuleRun<TItem> _rules;
    private readonly List<Recommendation<TItem>> _explained = [];

    /// <summary>Puts a ranking together.</summary>
    /// <param name="sources">The sources, each with what it may contribute, highest priority first.</param>
    /// <param name="fallbacks">The same for an unknown user and for one without any candidate; may be empty.</param>
    /// <param name="filters">The filters that every item must pass.</param>
    /// <param name="merge">
    /// The way in which lists are merged; those of the fallbacks come one after the other in any case.
    /// </param>
    /// <param name="knows">
    /// A predicate that tells whether anything is known of the user of a request; null: everybody counts as known.
    /// </param>
    /// <param name="itemOrder">
    /// The order of items of equal score; null for the items' own order, the lower first.
    /// </param>
    /// <param name="rules">
    /// The rules that a list is subject to before it is shown, in this order; with any, lists of at least 100 items are
    /// merged (<see cref="ListRules.Depth"/>). Null: none.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument other than the last three is null.</exception>
    /// <exception cref="ArgumentException">A rule is null.</exception>
    public CandidateRanking(
        IEnumerable<(ICandidateSource<TUser, TItem> Source, CandidateRule Rule)> sources,
        IEnumerable<(ICandidateSource<TUser, TItem> Source, CandidateRule Rule)> fallbacks,
        IEnumerable<ICandidateFilter<TUser, TItem>> filters,
        CandidateMerge merge = CandidateMerge.Priority,
        Func<RecommendationRequest<TUser, TItem>, bool>? knows = null,
        IComparer<TItem>? itemOrder = null,
        IEnumerable<IListRule<TItem>>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(fallbacks);
        ArgumentNullException.ThrowIfNull(filters);
        _sources = [.. sources.Select(each => new Ranked(each.Source, each.Rule))];
        _fallbacks = [.. fallbacks.Select(each => new Ranked(each.Source, each.Rule))];
        _merger = new([.. filters], merge, ItemOrder.OrDefault(itemOrder));
        _knows = knows ?? (static _ => true);
        _rules = new(rules ?? []);
    }

    /// <summary>Gets the counts of what each list rule has moved and left out of lists so far.</summary>
    public IReadOnlyList<ListRuleCount> RuleCounts => _rules.Counts;

    /// <summary>Fills the list for a request.</summary>
    /// <param name="request">The request: the user, the items that it is around, and the number of items.</param>
    /// <param name="recommendations">
    /// The list to fill, best first; it is cleared first, and stays empty only if no source, fallbacks included, has an
    /// item.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The request is the default value, which asks for
    /// nothing.</exception>
    public void Rank(in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        ArgumentNullException.ThrowIfNull(recommendations);
        Rank(request, recommendations, isCounted: true);
    }

    /// <summary>Takes the score that an item has in the list for a request apart.</summary>
    /// <param name="request">The request.</param>
    /// <param name="item">The item.</param>
    /// <returns>
    /// The part of the score that each source adds, with the parts that a source tells of; null where no source
    /// proposes the item for a list of this length.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The request is the default value.</exception>
    public RecommendationExplanation<TItem>? Explain(in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, $"{nameof(request)}.{nameof(request.Count)}");
        Rank(request, _explained, isCounted: false);
        var isFallback = _explained.Count > 0 && _explained[0].Reason.IsFallback;
        var deep = request with { Count = _rules.DepthFor(request.Count) };
        var contributions = new List<ScoreContribution<TItem>>();
        foreach (var (place, value) in _merger.Explain(item))
        {
            var source = (isFallback ? _fallbacks : _sources)[place].Source;
            contributions.AddRange(
                MergedCandidates<TItem>.Share(source.Source, value, PartsOf(source, deep, item)));
        }

        return contributions.Count == 0
            ? null
            : new(
                item,
                contributions.Sum(static part => part.Value),
                [.. contributions.OrderByDescending(static part => part.Value)])
            {
                IsFallback = isFallback,
                LeftOutBy = _rules.DroppedBy(item),
            };
    }

    /// <summary>Writes what the list rules have counted, which is all that a ranking keeps.</summary>
    /// <param name="writer">The writer to write to.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _rules.Snapshot(writer);
    }

    /// <summary>Reads it back, by the rules' names.</summary>
    /// <param name="reader">The reader to read from.</param>
    /// <exception cref="SnapshotException">The snapshot is damaged.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _rules.Restore(reader);
    }

    private static IReadOnlyList<ScoreContribution<TItem>> PartsOf(
        ICandidateSource<TUser, TItem> source, in RecommendationRequest<TUser, TItem> request, TItem item) =>
        source.Explain(request, item) ?? throw new InvalidOperationException(
            $"The candidate source '{source.Source}' explained {item} by null; a list is empty where there are no "
            + "parts.");

    private void Rank(
        in RecommendationRequest<TUser, TItem> request, List<Recommendation<TItem>> recommendations, bool isCounted)
    {
        recommendations.Clear();
        if (_knows(request))
        {
            Ask(_sources, request, isFallback: false, isCounted, recommendations);
        }

        if (recommendations.Count == 0)
        {
            Ask(_fallbacks, request, isFallback: true, isCounted, recommendations);
        }
    }

    private void Ask(
        Ranked[] sources,
        in RecommendationRequest<TUser, TItem> request,
        bool isFallback,
        bool isCounted,
        List<Recommendation<TItem>> recommendations)
    {
        var deep = request with { Count = _rules.DepthFor(request.Count) };
        _merger.Start(deep, sources.Length, isFallback);
        foreach (var (source, rule) in sources)
        {
            // Turned to in any case: what gave a part of a score is known by its place.
            var isAsked = (request.Purpose ?? source.Source.Purpose) == source.Source.Purpose;
            if (_merger.Next(source.Source, rule) && isAsked)
            {
                source.Propose(deep, _merger);
            }
        }

        _merger.Finish(recommendations);
        if (!_rules.IsEmpty)
        {
            _rules.Apply(recommendations, request.Count, isCounted);
        }
    }

    private readonly record struct Ranked(ICandidateSource<TUser, TItem> Source, CandidateRule Rule);
}
