using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>
/// A whole pipeline over 2 M events of 40,000 users and 50,000 items, a tenth of a second apart: implausible prices set
/// aside (one in a hundred), items counted per hour, the last 50 distinct items and the cart of each user, and an index
/// of session-kNN that learns each event. The results of our rows differ a little, since their carts have
/// quantities.
/// </summary>
[MemoryDiagnoser]
public class ShopPipelineBenchmarks
{
    private const int Events = 2_000_000;
    private const int Users = 40_000;
    private const int Items = 50_000;
    private const int Count = 50;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly SanitizeOptions Clean = new() { SmallestNumber = 0 };
    private static readonly TrendBucketsOptions Buckets = new() { AllowedLateness = TimeSpan.Zero };
    private static readonly LastPerKeyOptions Distinct = new() { Distinct = true };
    private static readonly CartOptions Carts = new() { AllowedLateness = TimeSpan.Zero, MaxItemsPerCart = Count };
    private static readonly NextItemOptions Knn = NextItemVisits.Options(null, Events) with
    {
        SessionKnn = SessionKnnOptions.VmisKnn with { Sessions = 1_000, Neighbors = 100 },
    };

    private ShopEvent[] _events = [];
    private Interaction[] _interactions = [];
    private int _visits;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var visits = NextItemVisits.Make(Events, Items);
        _visits = visits.Max(static each => each.Visit) + 1;
        _events = new ShopEvent[Events];
        for (var i = 0; i < Events; i++)
        {
            var (visit, item) = visits[i];
            var kind = random.Next(100) switch
            {
                < 70 => InteractionKind.View,
                < 85 => InteractionKind.Cart,
                < 88 => InteractionKind.Remove,
                _ => InteractionKind.Purchase,
            };
            var ticks = Start.UtcTicks + (i * TimeSpan.TicksPerSecond / 10);
            var price = random.Next(100) == 0 ? -1 : 1 + random.Next(100);
            _events[i] = new(ticks, visit, (visit % Users) + 1, item + 1, price, kind);
        }

        _interactions = Array.ConvertAll(_events, static one => new Interaction(
            new DateTimeOffset(one.Ticks, TimeSpan.Zero), one.Kind, one.User, one.Item)
        { Price = one.Price });
    }

    /// <summary>The limit: one loop over arrays and dictionaries, which neither bounds nor saves anything.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long BareLoop()
    {
        var (slab, knn) = (new UserSlab(Users, Count), MakeKnn());
        var carts = new Dictionary<long, List<long>>();
        var (hour, hourStart) = (new Dictionary<long, long>(), 0L);
        var sum = 0L;
        foreach (var one in _events)
        {
            if (one.Price < 0)
            {
                continue;
            }

            if (one.Ticks - hourStart >= TimeSpan.TicksPerHour)
            {
                (sum, hourStart) = (sum + hour.Count, one.Ticks - (one.Ticks % TimeSpan.TicksPerHour));
                hour.Clear();
            }

            CollectionsMarshal.GetValueRefOrAddDefault(hour, one.Item, out _)++;
            sum += slab.Add(one.User, one.Item);
            if (one.Kind != InteractionKind.View)
            {
                ref var cart = ref CollectionsMarshal.GetValueRefOrAddDefault(carts, one.User, out _);
                sum += Apply(cart ??= [], one);
            }

            Learn(knn, one);
        }

        return sum + hour.Count;
    }

    /// <summary>As a user writes it with System.Reactive; the index of session-kNN is that of the bare loop.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long PlainRx()
    {
        var knn = MakeKnn();
        return Run(_events, source => source.Where(static one => one.Price >= 0).Publish(clean => Observable.Merge(
            clean.GroupBy(static one => one.Ticks / TimeSpan.TicksPerHour).SelectMany(static hour => hour
                .Aggregate(new Dictionary<long, long>(), static (counts, one) =>
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, one.Item, out _)++;
                    return counts;
                })).Select(static counts => counts.Count),
            clean.GroupBy(static one => one.User).SelectMany(static user => user
                .Scan(new List<long>(), static (list, one) =>
                {
                    // A new list each time, as an observer may keep it.
                    var next = new List<long>(list.Count + 1) { one.Item };
                    next.AddRange(list.Where(item => item != one.Item).Take(Count - 1));
                    return next;
                })).Select(static list => list.Count),
            clean.Where(static one => one.Kind != InteractionKind.View).GroupBy(static one => one.User)
                .SelectMany(static user => user.Scan(new List<long>(), static (cart, one) =>
                {
                    var next = new List<long>(cart);
                    Apply(next, one);
                    return next;
                })).Select(static cart => cart.Count),
            clean.Do(one => Learn(knn, one)).IgnoreElements().Select(static _ => 0))));
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long Operators() => Run(_interactions, source => Operators(source, static clean => clean.LastPerKey(
        Count,
        static x => x.User,
        static x => x.Item,
        static (_, items) => items.Length,
        static x => x.EventTime,
        Distinct)));

    /// <summary>The same with a list for each event that its observer may keep.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long OperatorsWithLists() => Run(_interactions, source => Operators(
        source, static clean => clean.LastItemsPerUser(Count).Select(static x => x.Items.Length)));

    private static IObservable<int> Operators(
        IObservable<Interaction> source, Func<IObservable<Interaction>, IObservable<int>> lastItems) =>
        source.Sanitize(Clean).Publish(clean => Observable.Merge(
            clean.TrendBuckets(Hour, Buckets).Select(static bucket => bucket.Counts.Count),
            lastItems(clean),
            clean.CartMinusPurchasePerUser(Carts).Select(static change => change.OpenItems),
            clean.RecommendOnDemand(
                    Observable.Never<RecommendationRequest<Id, Id>>(), static () => new NextItemRecommender(Knn))
                .Select(static list => list.Items.Count)));

    private BareSessionKnn MakeKnn() => new(_visits, Items + 1, 1_000, 100);

    private static void Learn(BareSessionKnn knn, in ShopEvent one) =>
        knn.Learn(one.Visit, one.Item, (int)((one.Ticks - Start.UtcTicks) / TimeSpan.TicksPerMillisecond));

    private static int Apply(List<long> cart, in ShopEvent one)
    {
        cart.Remove(one.Item);
        if (one.Kind == InteractionKind.Cart)
        {
            if (cart.Count == Count)
            {
                cart.RemoveAt(0);
            }

            cart.Add(one.Item);
        }

        return cart.Count;
    }

    private static long Run<TEvent>(TEvent[] events, Func<IObservable<TEvent>, IObservable<int>> build)
    {
        using var source = new Subject<TEvent>();
        var sum = 0L;
        using var subscription = build(source).Subscribe(length => sum += length);
        foreach (var one in events)
        {
            source.OnNext(one);
        }

        source.OnCompleted();
        return sum;
    }

    /// <summary>An event as small as it can be.</summary>
    public readonly record struct ShopEvent(
        long Ticks, int Visit, int User, int Item, int Price, InteractionKind Kind);
}
