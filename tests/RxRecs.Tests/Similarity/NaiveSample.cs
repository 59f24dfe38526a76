using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>
/// Interactions that count by reservoirs, in plain lists; all pairs are counted anew from these lists when asked for.
/// </summary>
internal sealed class NaiveSample(ItemToItemOptions options)
{
    private readonly List<string> _visits = [];
    private readonly List<List<(Id Item, bool IsTarget, int Order)>> _counting = [];
    private readonly Dictionary<(bool, int), int> _seenOfVisit = [];
    private readonly Dictionary<(bool, Id), (int Seen, List<int> Visits)> _items = [];
    private int _order;

    /// <summary>Gives the items of whose pairs, as the one that is found, the last event changed one.</summary>
    public HashSet<Id> Touched { get; } = [];

    /// <summary>Tells how many interactions came, and how many of them count.</summary>
    public (int Came, int Count) Counts => (_order, _counting.Sum(visit => visit.Count));

    public void Learn(Interaction each)
    {
        Touched.Clear();
        if (!_visits.Contains(each.Session!))
        {
            _visits.Add(each.Session!);
            _counting.Add([]);
        }

        var visit = _visits.IndexOf(each.Session!);
        if (options.IsCrossKind && options.IsTarget(each.Kind))
        {
            Offer(visit, each.Item, isTarget: true);
        }

        if (options.IsSource(each.Kind))
        {
            Offer(visit, each.Item, isTarget: false);
        }
    }

    /// <summary>Gives the scores of what an item finds, of those that count now.</summary>
    public Dictionary<Id, double> Neighbors(Id item) => Rows()
        .Where(row => row.Key.From == item).ToDictionary(row => row.Key.To, row => row.Value);

    /// <summary>Gives the score of each pair of those that count now.</summary>
    public Dictionary<(Id From, Id To), double> Rows()
    {
        var pairs = new Dictionary<(Id From, Id To), double>();
        foreach (var visit in _counting)
        {
            foreach (var pair in from x in visit
                                 from y in visit
                                 where x.Item != y.Item
                                 where !options.IsCrossKind || (!x.IsTarget && y.IsTarget && x.Order < y.Order)
                                 select (x.Item, y.Item))
            {
                pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
            }
        }

        return pairs.ToDictionary(pair => pair.Key, pair => ItemScore.Of(
            options, pair.Value, Of(pair.Key.From, false), Of(pair.Key.To, options.IsCrossKind), _visits.Count));
    }

    private int Of(Id item, bool isTarget) =>
        _counting.Sum(visit => visit.Count(each => each.Item == item && each.IsTarget == isTarget));

    private void Offer(int visit, Id item, bool isTarget)
    {
        if (_counting[visit].Exists(each => each.Item == item && each.IsTarget == isTarget))
        {
            return;
        }

        _order++;
        var (seen, holders) = _items.GetValueOrDefault((isTarget, item), (0, []));
        _items[(isTarget, item)] = (++seen, holders);
        var other = -1;
        if (holders.Count >= options.Sample!.PerItem)
        {
            var at = SampleDraw.OfItem(visit, _order, seen);
            if (at >= holders.Count)
            {
                return;
            }

            other = holders[at];
        }

        var own = _seenOfVisit[(isTarget, visit)] = _seenOfVisit.GetValueOrDefault((isTarget, visit)) + 1;
        var side = _counting[visit].Where(each => each.IsTarget == isTarget).ToList();
        var place = side.Count < options.Sample.PerVisit ? -1 : SampleDraw.OfVisit(visit, _order, own);
        if (place >= side.Count)
        {
            return;
        }

        if (other >= 0)
        {
            Remove(other, item, isTarget);
        }

        if (place >= 0)
        {
            Remove(visit, side[place].Item, isTarget);
        }

        Touch(visit, (item, isTarget, _order));
        _counting[visit].Add((item, isTarget, _order));
        holders.Add(visit);
    }

    private void Touch(int visit, (Id Item, bool IsTarget, int Order) changed)
    {
        var others = _counting[visit].Where(each => each.Item != changed.Item);
        if (!options.IsCrossKind)
        {
            Touched.UnionWith(others.SelectMany(each => new[] { each.Item, changed.Item }));
        }
        else if (changed.IsTarget)
        {
            Touched.UnionWith(others.Where(each => !each.IsTarget && each.Order < changed.Order)
                .Select(_ => changed.Item));
        }
        else
        {
            Touched.UnionWith(others.Where(each => each.IsTarget && each.Order > changed.Order)
                .Select(each => each.Item));
        }
    }

    private void Remove(int visit, Id item, bool isTarget)
    {
        var place = _counting[visit].FindIndex(each => each.Item == item && each.IsTarget == isTarget);
        Touch(visit, _counting[visit][place]);
        _counting[visit].RemoveAt(place);
        _items[(isTarget, item)].Visits.Remove(visit);
    }
}
