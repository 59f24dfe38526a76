using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Proposes what is bought together with what lies in a user's open cart, or with the items that the request is around,
/// and not among these; value and score are the sum of the bundles' confidences. Of equal scores the lower item comes
/// first.
/// </summary>
/// <param name="bundlesOf">A function that fills a list with the bundles of an item, at most so many.</param>
/// <param name="carts">The carts.</param>
/// <param name="itemOrder">The order of items of equal score.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class BundleCandidates<TUser, TItem>(
    Action<TItem, int, List<Bundle<TItem>>> bundlesOf, CartState<TUser, TItem> carts, IComparer<TItem> itemOrder)
    : ICandidateSource<TUser, TItem>
    where TUser : notnull
    where TItem : notnull
{
    private readonly List<TItem> _items = [];
    private readonly List<Bundle<TItem>> _bundles = [];
    private readonly Dictionary<TItem, double> _scores = [];
    private readonly BestItems<TItem> _best = new(itemOrder);

    /// <inheritdoc/>
    public RecommendationSource Source => RecommendationSource.BoughtTogether;

    /// <inheritdoc/>
    public void Propose(in RecommendationRequest<TUser, TItem> request, CandidateSink<TItem> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        _scores.Clear();
        FindItems(request);
        foreach (var item in _items)
        {
            bundlesOf(item, int.MaxValue, _bundles);
            foreach (var bundle in _bundles)
            {
                _scores[bundle.Second] = _scores.GetValueOrDefault(bundle.Second) + bundle.Confidence;
            }
        }

        _best.Start(candidates.Wanted);
        foreach (var (item, score) in _scores)
        {
            if (candidates.Wanted > 0 && !_items.Contains(item)
                && _best.Wants(item, score) && candidates.Accepts(item))
            {
                _best.Add(new(item, score));
            }
        }

        _best.Sort();
        foreach (ref readonly var found in _best.Found)
        {
            candidates.Add(found.Item, found.Score);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoreContribution<TItem>> Explain(
        in RecommendationRequest<TUser, TItem> request, TItem item)
    {
        FindItems(request);
        var parts = new List<ScoreContribution<TItem>>();
        foreach (var matched in _items.Contains(item) ? [] : _items)
        {
            bundlesOf(matched, int.MaxValue, _bundles);
            var place = _bundles.FindIndex(each => EqualityComparer<TItem>.Default.Equals(each.Second, item));
            if (place >= 0)
            {
                parts.Add(SoleContribution.BoughtWith(Source, _bundles[place]));
            }
        }

        parts.Sort((x, y) => y.Value.CompareTo(x.Value) is not 0 and var order
            ? order
            : itemOrder.Compare(x.MatchedItem!, y.MatchedItem!));
        return parts;
    }

    /// <summary>Finds the items that the request is about, each once, in their order so that sums are exact.</summary>
    private void FindItems(in RecommendationRequest<TUser, TItem> request)
    {
        _items.Clear();
        if (request.Around.Count > 0)
        {
            foreach (var item in request.Around)
            {
                if (!_items.Contains(item))
                {
                    _items.Add(item);
                }
            }
        }
        else if (request.User is { } user)
        {
            foreach (ref readonly var line in carts.Open(user))
            {
                _items.Add(line.Item);
            }
        }

        _items.Sort(itemOrder);
    }
}
