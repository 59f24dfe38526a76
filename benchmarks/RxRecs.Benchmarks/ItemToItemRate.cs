using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.InteropServices;
using RxRecs.Recommenders;
using Row = RxRecs.Benchmarks.ListRulesRate.Row;

namespace RxRecs.Benchmarks;

/// <summary>
/// Measures item to item by cosine: an event learned, against a bare loop over dictionaries and plain Rx, and the list
/// of a visit of four items, against such a loop; the rows run in turn over states that stay, as in
/// <see cref="ListRulesRate"/>.
/// </summary>
internal static class ItemToItemRate
{
    private const int Shown = 20;
    private const double Shrinkage = 20;

    public static int Run(string[] sizes)
    {
        var count = sizes.Length == 0 ? 200_000 : int.Parse(sizes[0], CultureInfo.InvariantCulture);
        Console.WriteLine("| what | row | ns each | to the loop | bytes each |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");

        // Of so few items that every pair is known before the last round.
        ListRulesRate.Compare(
            "event into item to item", count, 200, ("loop", LearnLoop()), ("`ItemToItem`", Learn()),
            ("plain Rx", PlainRx()));
        ListRulesRate.Compare(
            "list of a visit of four", count / 100, 200, ("loop", ListLoop()), ("`ItemToItem`", List()));
        return 0;
    }

    private static IRecommender<Interaction, Id, Id> Make() => ItemToItem.Recommender(new ItemToItemOptions
    {
        MaxNeighbors = 10_000,
        Sessions = new() { MaxOpen = 1_000 },
    });

    private static Row Learn()
    {
        var recommender = Make();
        var list = new List<Recommendation<Id>>();
        return events =>
        {
            foreach (var each in events)
            {
                recommender.Learn(each);
            }

            recommender.Recommend(new(Id.None, Shown) { Around = [0] }, list);
            return Rounded(list.Sum(static each => each.Score));
        };
    }

    private static Row LearnLoop()
    {
        var counts = new Counts();
        var visits = new Dictionary<string, List<Id>>();
        return events =>
        {
            foreach (var each in events)
            {
                var visit = CollectionsMarshal.GetValueRefOrAddDefault(visits, each.Session!, out _) ??= [];
                if (!visit.Contains(each.Item))
                {
                    counts.Add(visit, each.Item);
                    visit.Add(each.Item);
                }
            }

            visits.Clear();
            return Rounded(counts.Best([0]).Sum());
        };
    }

    private static Row PlainRx()
    {
        var counts = new Counts();
        return events =>
        {
            using var source = new Subject<Interaction>();
            using var visits = source.GroupBy(static each => each.Session)
                .SelectMany(static visit => visit.Select(static each => each.Item).Distinct()
                    .Scan(new List<Id>(), static (items, item) => [.. items, item]))
                .Subscribe(items => counts.Add(items.GetRange(0, items.Count - 1), items[^1]));
            foreach (var each in events)
            {
                source.OnNext(each);
            }

            source.OnCompleted();
            return Rounded(counts.Best([0]).Sum());
        };
    }

    private static Row List()
    {
        var recommender = Make();
        var list = new List<Recommendation<Id>>();
        var around = new Id[4];
        return events => Show(events, recommender.Learn, around, () =>
        {
            recommender.Recommend(new(Id.None, Shown) { Around = around }, list);
            return list.Sum(static each => each.Score);
        });
    }

    private static Row ListLoop()
    {
        var counts = new Counts();
        var visit = new List<Id>();
        var session = "";
        var around = new Id[4];
        return events => Show(events, Learn, around, () => counts.Best(around).Sum());

        void Learn(Interaction each)
        {
            if (each.Session != session)
            {
                visit.Clear();
                session = each.Session!;
            }

            if (!visit.Contains(each.Item))
            {
                counts.Add(visit, each.Item);
                visit.Add(each.Item);
            }
        }
    }

    /// <summary>Learns a fiftieth of the events once, and asks for a list at each event.</summary>
    private static double Show(Interaction[] events, Action<Interaction> learn, Id[] around, Func<double> ask)
    {
        var sum = 0d;
        for (var i = 0; i < events.Length; i++)
        {
            around[i % around.Length] = events[i].Item;
            if (i < events.Length / 50)
            {
                learn(events[i]);
            }

            sum += i >= around.Length ? ask() : 0;
        }

        return Rounded(sum);
    }

    private static double Rounded(double value) => Math.Round(value, 6);

    /// <summary>Counts as one writes it: the neighbors of each item in a dictionary.</summary>
    private sealed class Counts
    {
        private readonly Dictionary<Id, double> _items = [];
        private readonly Dictionary<Id, Dictionary<Id, double>> _pairs = [];
        private readonly Dictionary<Id, double> _scores = [];

        public void Add(List<Id> visit, Id item)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_items, item, out _)++;
            foreach (var other in visit)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(Of(other), item, out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(Of(item), other, out _)++;
            }
        }

        /// <summary>
        /// Gives the greatest scores, each item of the visit counting half as much as the one after it.
        /// </summary>
        public IEnumerable<double> Best(Id[] visit)
        {
            _scores.Clear();
            for (var back = 0; back < visit.Length; back++)
            {
                var from = visit[visit.Length - 1 - back];
                if (!_pairs.TryGetValue(from, out var neighbors))
                {
                    continue;
                }

                var factor = Math.Pow(.5, back);
                foreach (var (to, together) in neighbors)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_scores, to, out _) += factor * together
                        / Math.Sqrt((_items[from] + Shrinkage) * (_items[to] + Shrinkage));
                }
            }

            return _scores.Values.OrderDescending().Take(Shown);
        }

        private Dictionary<Id, double> Of(Id item) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_pairs, item, out _) ??= [];
    }
}
