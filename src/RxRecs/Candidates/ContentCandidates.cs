using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// Proposes what is like the items that a user touched last, or those that the request is about, and not among them;
/// value and score are the share of their features that an item has. Of equal scores the more popular item comes first,
/// then the lower one.
/// </summary>
/// <param name="history">The last items per user.</param>
/// <param name="catalog">The catalog of the items.</param>
/// <param name="options">The weights of the features that make contents alike.</param>
/// <param name="itemOrder">The order of items of equal score and popularity.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class ContentCandidates<TUser, TItem>(
    ILastItems<TUser, TItem> history, ItemCatalog<TItem> catalog, ContentOptions options, IComparer<TItem> itemOrder)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly BestItems<TItem> _best = new(itemOrder);
    private readonly HashSet<int> _touched = [];

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.Content;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var index = Profile(request);
        index.Score();
        while (candidates.Wanted > 0 && index.TryTakeBest(out var score, out var groups))
        {
            ProposeEqual(index, score, groups, candidates);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        var index = Profile(request);
        var parts = new List<ScoreContribution<TItem>>();
        foreach (var slot in _touched)
        {
            if (index.Share(slot, catalog.Find(item)) is > 0 and var share)
            {
                parts.Add(new(Source, share) { MatchedItem = catalog.ItemAt(slot) });
            }
        }

        parts.Sort((x, y) => y.Value.CompareTo(x.Value) is not 0 and var order
            ? order
            : itemOrder.Compare(x.MatchedItem!, y.MatchedItem!));
        return parts;
    }

    private ContentIndex Profile(in RecommendationRequest<TUser, TItem> request)
    {
        var index = catalog.ByContent(options);
        index.StartProfile();
        _touched.Clear();
        if (request.Around.Count > 0)
        {
            foreach (var item in request.Around)
            {
                Add(index, item);
            }
        }
        else if (request.User is { } user)
        {
            foreach (var item in history.Newest(user))
            {
                Add(index, item);
            }
        }

        return index;
    }

    private void Add(ContentIndex index, TItem item)
    {
        var slot = catalog.Find(item);
        if (slot >= 0 && _touched.Add(slot))
        {
            index.AddToProfile(slot);
        }
    }

    /// <summary>Proposes the items of groups of equal score.</summary>
    private void ProposeEqual(ContentIndex index, double score, List<int> groups, CandidateSink<TItem> candidates)
    {
        _best.Start(candidates.Wanted);
        foreach (var group in groups)
        {
            for (var slot = index.FirstOf(group); slot >= 0; slot = index.After(slot))
            {
                var (item, units) = (catalog.ItemAt(slot), (double)catalog.UnitsAt(slot));
                if (!_touched.Contains(slot) && _best.Wants(item, units) && candidates.Accepts(item))
                {
                    _best.Add(new(item, units));
                }
            }
        }

        _best.Sort();
        foreach (ref readonly var found in _best.Found)
        {
            candidates.Add(found.Item, score);
        }
    }
}
