using RxRecs.Recommenders;

namespace RxRecs.Tests.Similarity;

/// <summary>Item to item as the formulas say it, with loops over all visits, each weight taken at the end.</summary>
internal static class NaiveItemToItem
{
    public static Dictionary<Id, double> Of(
        IReadOnlyList<Interaction> events, ItemToItemOptions options, string session)
    {
        var now = events.Count == 0 ? default : events[^1].EventTime;
        var (pairs, sources, targets, all) = (
            new Dictionary<(Id, Id), double>(), new Dictionary<Id, double>(), new Dictionary<Id, double>(), 0.0);
        List<Id> asked = [];
        foreach (var visit in events.GroupBy(each => each.Session))
        {
            var (before, bought) = (new List<Id>(), new HashSet<Id>());
            foreach (var each in visit)
            {
                var weight = options.HalfLife is { } life ? Math.Pow(2, -((now - each.EventTime) / life)) : 1;
                all += before.Count == 0 && (options.IsSource(each.Kind) || options.IsTarget(each.Kind)) ? weight : 0;
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

            asked = visit.Key == session ? before : asked;
        }

        var scores = new Dictionary<Id, double>();
        for (var back = 0; back < Math.Min(options.LastItems, asked.Count); back++)
        {
            foreach (var ((from, to), together) in pairs.Where(pair => pair.Key.Item1 == asked[^(back + 1)]))
            {
                var score = ItemScore.Of(
                    options, together, sources[from], (options.IsCrossKind ? targets : sources)[to], all);
                scores[to] = scores.GetValueOrDefault(to) + (Math.Pow(options.HistoryDecay, back) * score);
            }
        }

        return scores;
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
