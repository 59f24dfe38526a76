using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.InteropServices;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>
/// Measures what stands behind a list: the catalog, caps and diversity, and bundles, each against a bare loop over
/// dictionaries that gives the same, and bundles against plain Rx. The rows run in turn over states that stay from
/// round to round; processor time of the best of five rounds, and what is allocated in the last one.
/// </summary>
internal static class ListRulesRate
{
    private const int Listed = 100;
    private const int Shown = 20;
    private const double Lambda = .7;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ItemFacts[] Facts = [.. Enumerable.Range(0, 20_000).Select(static item =>
        new ItemFacts($"brand {item % 300}", item % 50, $"c{item % 7}.c{item % 50}", item % 900))];

    /// <summary>Does its work over the events of a round, and gives a sum of what came out.</summary>
    internal delegate double Row(Interaction[] events);

    public static int Run(string[] sizes)
    {
        var count = sizes.Length == 0 ? 200_000 : int.Parse(sizes[0], CultureInfo.InvariantCulture);
        Console.WriteLine("| what | row | ns each | to the loop | bytes each |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var items = Facts.Length;
        Compare("event into the catalog", count, items, ("loop", CatalogLoop()), ("ItemCatalog", Catalog()));
        Compare(
            "list, 2 of each brand",
            count / 100,
            items,
            ("loop", CapLoop()),
            ("AtMostPerBrand", Rules(static catalog => ListRules.AtMostPerBrand(2, catalog))));
        Compare(
            "list, diverse",
            count / 100,
            items,
            ("loop", DiverseLoop()),
            ("Diversify", Rules(static _ => ListRules.Diversify<Id>(Lambda, Similar))));

        // Of so few items that every pair is known before the last round.
        Compare(
            "purchase into bundles", count, 200, ("loop", BundleLoop()), ("Bundles", Bundles()),
            ("plain Rx", PlainRx()));
        return 0;
    }

    internal static void Compare(string what, int count, int items, params (string Name, Row Run)[] rows)
    {
        var best = rows.Select(static _ => double.MaxValue).ToArray();
        var bytes = new double[rows.Length];
        for (var round = 0; round < 6; round++)
        {
            var events = Make(count, items, round);
            var expected = double.NaN;
            for (var i = 0; i < rows.Length; i++)
            {
                var (time, memory) = (Environment.CpuUsage.UserTime, GC.GetAllocatedBytesForCurrentThread());
                var sum = rows[i].Run(events);
                bytes[i] = (GC.GetAllocatedBytesForCurrentThread() - memory) / (double)count;
                var spent = (Environment.CpuUsage.UserTime - time).TotalNanoseconds / count;
                best[i] = round > 0 ? Math.Min(best[i], spent) : best[i];
                expected = i == 0 ? sum : expected;
                if (sum != expected)
                {
                    throw new InvalidOperationException($"{rows[i].Name} gives {sum}, the loop {expected}.");
                }
            }
        }

        for (var i = 0; i < rows.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {rows[i].Name} | {best[i]:F0} | {best[i] / best[0]:F2} | {bytes[i]:F1} |"));
        }
    }

    // Orders of four purchases, of items of which few are busy: on purpose, and not the synthetic shop's, so that every
    // order has as many pairs as every other.
    private static Interaction[] Make(int count, int items, int round)
    {
        var random = new Random(round);
        var events = new Interaction[count];
        var order = "";
        for (var i = 0; i < count; i++)
        {
            order = i % 4 == 0 ? $"order {round} {i}" : order;
            var item = (int)(items * Math.Pow(random.NextDouble(), 3));
            var time = Start.AddSeconds(((long)round * count) + i);
            events[i] = new(time, InteractionKind.Purchase, Id.None, item) { Session = order };
        }

        return events;
    }

    private static Row Catalog()
    {
        var catalog = new ItemCatalog<Id>();
        return events =>
        {
            foreach (ref readonly var each in events.AsSpan())
            {
                catalog.Learn(each.Item, each.Kind, FactsOf(each.Item));
            }

            catalog.TryGet(0, out var known);
            return known.Popularity;
        };
    }

    private static Row CatalogLoop()
    {
        var catalog = new Dictionary<Id, (ItemFacts Facts, double Popularity)>();
        var unit = new KindWeights().Of(InteractionKind.Purchase);
        return events =>
        {
            foreach (ref readonly var each in events.AsSpan())
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(catalog, each.Item, out _);
                var facts = FactsOf(each.Item);
                known = (
                    new(
                        known.Facts.Brand ?? facts.Brand,
                        known.Facts.Category.IsNone ? facts.Category : known.Facts.Category,
                        known.Facts.CategoryPath ?? facts.CategoryPath,
                        facts.Price ?? known.Facts.Price),
                    known.Popularity + unit);
            }

            return catalog[0].Popularity;
        };
    }

    private static Row Rules(Func<ItemCatalog<Id>, IListRule<Id>> ruleSelector)
    {
        var catalog = new ItemCatalog<Id>();
        for (var item = 0; item < Facts.Length; item++)
        {
            catalog.Learn(item, InteractionKind.View, Facts[item]);
        }

        var recommender = new RerankedRecommender<Interaction, Id, Id>(new LastEvents(), ruleSelector(catalog));
        var list = new List<Recommendation<Id>>();
        return events => Show(events, recommender.Learn, () =>
        {
            recommender.Recommend(new RecommendationRequest<Id, Id>(Id.None, Shown), list);
            return list;
        });
    }

    private static Row CapLoop()
    {
        var (last, list, counts) = (new LastEvents(), new List<Recommendation<Id>>(), new Dictionary<string, int>());
        return events => Show(events, last.Learn, () =>
        {
            last.Recommend(new RecommendationRequest<Id, Id>(Id.None, Listed), list);
            counts.Clear();
            var kept = 0;
            foreach (var each in list)
            {
                var brand = FactsOf(each.Item).Brand!;
                if (++CollectionsMarshal.GetValueRefOrAddDefault(counts, brand, out _) <= 2)
                {
                    CollectionsMarshal.AsSpan(list)[kept++] = each;
                }
            }

            list.RemoveRange(Math.Min(kept, Shown), list.Count - Math.Min(kept, Shown));
            return list;
        });
    }

    private static Row DiverseLoop()
    {
        var (last, list, shown) = (new LastEvents(), new List<Recommendation<Id>>(), new List<Recommendation<Id>>());
        var nearest = new double[Listed];
        return events => Show(events, last.Learn, () =>
        {
            last.Recommend(new RecommendationRequest<Id, Id>(Id.None, Listed), list);
            shown.Clear();
            nearest.AsSpan().Clear();
            var greatest = list[0].Score;
            while (shown.Count < Shown && list.Count > shown.Count)
            {
                var best = -1;
                var value = double.NegativeInfinity;
                for (var i = 0; i < list.Count; i++)
                {
                    var marginal = (Lambda * (list[i].Score / greatest)) - ((1 - Lambda) * nearest[i]);
                    if (nearest[i] >= 0 && (best < 0 || marginal > value))
                    {
                        (best, value) = (i, marginal);
                    }
                }

                shown.Add(list[best]);
                nearest[best] = -1;
                for (var i = 0; i < list.Count; i++)
                {
                    nearest[i] = nearest[i] < 0
                        ? -1
                        : Math.Max(nearest[i], Similar(list[i].Item, list[best].Item));
                }
            }

            return shown;
        });
    }

    private static Row Bundles()
    {
        var source = new Subject<Interaction>();
        var sum = 0d;
        source.Bundles(Options).Subscribe(bundle => sum += bundle.Together);
        return events =>
        {
            foreach (var each in events)
            {
                source.OnNext(each);
            }

            return sum;
        };
    }

    private static BundleOptions Options => new()
    {
        MinTogether = 1,
        MaxNeighbors = 10_000,
        Baskets = new() { MaxOpen = 1_000 },
    };

    private static Row BundleLoop()
    {
        var (together, baskets) = (new Dictionary<(Id, Id), long>(), new Dictionary<string, List<Id>>());
        var sum = 0d;
        return events =>
        {
            foreach (var each in events)
            {
                var basket = CollectionsMarshal.GetValueRefOrAddDefault(baskets, each.Session!, out _) ??= [];
                if (basket.Contains(each.Item))
                {
                    continue;
                }

                foreach (var other in basket)
                {
                    sum += ++CollectionsMarshal.GetValueRefOrAddDefault(together, Pair(other, each.Item), out _);
                }

                basket.Add(each.Item);
            }

            baskets.Clear();
            return sum;
        };
    }

    private static Row PlainRx()
    {
        var together = new Dictionary<(Id, Id), long>();
        var sum = 0d;
        return events =>
        {
            using var source = new Subject<Interaction>();
            using var pairs = source.GroupBy(static each => each.Session)
                .SelectMany(static order => order.Select(static each => each.Item).Distinct()
                    .Scan(new List<Id>(), static (basket, item) => [.. basket, item]))
                .SelectMany(static basket => basket.Take(basket.Count - 1).Select(other => Pair(other, basket[^1])))
                .Subscribe(pair => sum += ++CollectionsMarshal.GetValueRefOrAddDefault(together, pair, out _));
            foreach (var each in events)
            {
                source.OnNext(each);
            }

            source.OnCompleted();
            return sum;
        };
    }

    private static (Id First, Id Second) Pair(Id one, Id other) => one < other ? (one, other) : (other, one);

    private static ItemFacts FactsOf(Id item) => item.TryGetNumber(out var number) ? Facts[number] : default;

    private static double Similar(Id one, Id other)
    {
        var (facts, others) = (FactsOf(one), FactsOf(other));
        return facts.Brand == others.Brand ? 1 : facts.Category == others.Category ? .5 : 0;
    }

    private static double Show(
        Interaction[] events, Action<Interaction> learn, Func<List<Recommendation<Id>>> recommend)
    {
        var sum = 0d;
        foreach (var each in events)
        {
            learn(each);
            foreach (var shown in recommend())
            {
                shown.Item.TryGetNumber(out var number);
                sum = ((sum * 31) + number) % 1_000_003;
            }
        }

        return sum;
    }

    /// <summary>Recommends a hundred items around the last one, so that each list is another one.</summary>
    private sealed class LastEvents : IRecommender<Interaction, Id, Id>
    {
        private long _last;

        public void Learn(Interaction value) => value.Item.TryGetNumber(out _last);

        public void Recommend(
            in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
        {
            recommendations.Clear();
            for (var place = 0; place < Listed; place++)
            {
                // Steps of 60, so that five items of each brand lie in a list.
                var item = (_last + (place * 60L)) % Facts.Length;
                recommendations.Add(new(item, Listed - place, new(RecommendationSource.Popular, Listed - place)));
            }
        }

        public void Snapshot(Machines.SnapshotWriter writer) => writer.WriteInt64(_last);

        public void Restore(Machines.SnapshotReader reader) => _last = reader.ReadInt64();
    }
}
