using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Item to item as the formulas say it, with loops over all visits, each weight taken at the end.</summary>
internal sealed class NaiveItemToItem
{
    private readonly ItemToItemOptions _options;
    private readonly Dictionary<(Id From, Id To), double> _rows;
    private readonly Dictionary<string, List<Id>> _visits = new(StringComparer.Ordinal);

    /// <summary>Learns from all events.</summary>
    public NaiveItemToItem(IReadOnlyList<Interaction> events, ItemToItemOptions options)
    {
        _options = options;
        var now = events.Count == 0 ? default : events[^1].EventTime;
        var (pairs, sources, targets, all) = (
            new Dictionary<(Id, Id), double>(), new Dictionary<Id, double>(), new Dictionary<Id, double>(), 0.0);
        foreach (var visit in events.GroupBy(each => each.Session))
        {
            var (before, bought) = (new List<Id>(), new HashSet<Id>());
            foreach (var each in visit)
            {
                var weight = options.HalfLife is { } life ? Math.Pow(2, -((now - each.EventTime) / life)) : 1;
                weight *= IsInWindow(options, each.EventTime, now) ? 1 : 0;
                weight *= options.Rising == default
                    ? 1
                    : 1 + (options.Rising.Rise * ((each.EventTime - options.Rising.Start) / options.Rising.Span));
                all += before.Count + bought.Count == 0 && (options.IsSource(each.Kind) || options.IsTarget(each.Kind))
                    ? weight
                    : 0;
                if (options.Graded is { } graded)
                {
                    before.Add(each.Item);
                    AddGraded(pairs, sources, options, [.. visit.Take(before.Count)], weight);
                    continue;
                }

                var once = options.Pairs == ItemPairs.Once;
                var isNew = !once || !before.Contains(each.Item);
                if (options.IsTarget(each.Kind) && (options.IsCrossKind ? bought.Add(each.Item) || !once : isNew))
                {
                    targets[each.Item] = targets.GetValueOrDefault(each.Item) + weight;
                    AddPairs(pairs, options, before, each.Item, weight);
                }

                if (options.IsSource(each.Kind) && isNew)
                {
                    sources[each.Item] = sources.GetValueOrDefault(each.Item) + weight;
                    before.Add(each.Item);
                }
            }

            _visits[visit.Key!] = before;
        }

        _rows = pairs.Where(static pair => pair.Value > 0).ToDictionary(
            static pair => pair.Key,
            pair => ItemScore.Of(
                options,
                pair.Value,
                sources[pair.Key.Item1],
                (options.IsCrossKind ? targets : sources)[pair.Key.Item2],
                all));
    }

    /// <summary>Gives the scores of all items that the events of a session find.</summary>
    public Dictionary<Id, double> Of(string session)
    {
        var asked = _visits.GetValueOrDefault(session, []);
        var scores = new Dictionary<Id, double>();
        for (var back = 0; back < Math.Min(_options.LastItems, asked.Count); back++)
        {
            if (_options.Graded is not null && asked[^back..].Contains(asked[^(back + 1)]))
            {
                continue;
            }

            foreach (var (to, score) in Neighbors(asked[^(back + 1)]))
            {
                scores[to] = scores.GetValueOrDefault(to) + (Math.Pow(_options.HistoryDecay, back) * score);
            }
        }

        return _options.RecommendVisited
            ? scores
            : scores.Where(each => !asked.Contains(each.Key)).ToDictionary(each => each.Key, each => each.Value);
    }

    /// <summary>Tells whether what was then counts now, in a window of whole buckets.</summary>
    public static bool IsInWindow(ItemToItemOptions options, DateTimeOffset then, DateTimeOffset now)
    {
        return options.Window is not { } window || Bucket(then) > Bucket(now) - window.Buckets;

        double Bucket(DateTimeOffset time) => Math.Floor((time - DateTimeOffset.UnixEpoch) / window!.Bucket);
    }

    /// <summary>
    /// Gives what an item finds: what has not enough indicators without it, and only the best if they vote.
    /// </summary>
    private IEnumerable<(Id To, double Score)> Neighbors(Id asked)
    {
        var found = _rows.Where(row => row.Key.From == asked
            && _rows.Count(other => other.Key.To == row.Key.To && other.Value > row.Value)
                < (_options.MaxIndicators ?? int.MaxValue)).Select(row => (row.Key.To, Score: row.Value));
        return _options.Votes is { } votes
            ? found.Where(each => each.Score > 0).OrderByDescending(each => each.Score).ThenBy(each => each.To)
                .Take(votes).Select(each => (each.To, 1d))
            : found;
    }

    private static void AddGraded(
        Dictionary<(Id, Id), double> pairs,
        Dictionary<Id, double> sources,
        ItemToItemOptions options,
        Interaction[] visit,
        double weight)
    {
        var item = visit[^1].Item;
        sources[item] = sources.GetValueOrDefault(item) + (weight * (Own(visit) - Own(visit[..^1])));
        foreach (var other in visit.Select(each => each.Item).Distinct().Where(each => each != item))
        {
            foreach (var pair in new[] { (other, item), (item, other) })
            {
                var delta = Value(options, visit, pair, visit[^1]) - Value(options, visit[..^1], pair, visit[^1]);
                pairs[pair] = pairs.GetValueOrDefault(pair) + (weight * delta);
            }
        }

        double Own(Interaction[] events) => events
            .Where(each => each.Item == item && IsInWindow(options, each.EventTime, visit[^1].EventTime))
            .Select(each => options.Graded!.Kinds.Of(each.Kind)).DefaultIfEmpty().Max();
    }

    private static double Value(
        ItemToItemOptions options, Interaction[] visit, (Id From, Id To) pair, Interaction newest)
    {
        var graded = options.Graded!;
        var kept = visit.Index().Where(each => IsInWindow(options, each.Item.EventTime, newest.EventTime)).ToArray();
        return (from x in kept.Where(each => each.Item.Item == pair.From)
                from y in kept.Where(each => each.Item.Item == pair.To)
                where Math.Abs(x.Index - y.Index) <= options.Steps
                    && (x.Item.EventTime - y.Item.EventTime).Duration() <= (graded.Within ?? TimeSpan.MaxValue)
                let found = graded.Kinds.Of(y.Item.Kind)
                select graded.Pair == PairGrade.OfFound ? found : Math.Min(found, graded.Kinds.Of(x.Item.Kind)))
            .DefaultIfEmpty().Max();
    }

    private static void AddPairs(
        Dictionary<(Id, Id), double> pairs, ItemToItemOptions options, List<Id> before, Id item, double weight)
    {
        for (var distance = 1; distance <= Math.Min(options.Steps, before.Count); distance++)
        {
            var other = before[^distance];
            if (other == item && !options.SelfPairs)
            {
                continue;
            }

            var share = weight * options.WeightAt(distance);
            pairs[(other, item)] = pairs.GetValueOrDefault((other, item)) + share;
            if (!options.IsCrossKind && options.Pairs != ItemPairs.Following)
            {
                pairs[(item, other)] = pairs.GetValueOrDefault((item, other)) + share;
            }
        }
    }
}
