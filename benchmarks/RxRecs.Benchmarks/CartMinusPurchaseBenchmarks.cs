using System.Reactive.Linq;
using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;

namespace RxRecs.Benchmarks;

/// <summary>The open carts of 200,000 users: 5 M events, of which six in ten add, two remove and two buy.</summary>
[MemoryDiagnoser]
public class CartMinusPurchaseBenchmarks
{
    private const int Events = 5_000_000;
    private static readonly CartOptions Sorted = new() { AllowedLateness = TimeSpan.Zero, MaxItemsPerCart = 50 };
    private ZipfEvent[] _events = [];

    [GlobalSetup]
    public void Setup() => _events = ZipfEvent.Make(Events, users: 200_000, items: 5_000);

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long BareLoop()
    {
        var carts = new Dictionary<long, List<long>>();
        var sum = 0L;
        foreach (var one in _events)
        {
            if (!carts.TryGetValue(one.User, out var cart))
            {
                carts.Add(one.User, cart = []);
            }

            sum += Apply(cart, one);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long R3OverLists() => R3Rows.Carts(_events);

    [Benchmark(OperationsPerInvoke = Events)]
    public long PlainRx() => Run(source => source
        .GroupBy(x => x.User)
        .SelectMany(group => group.Scan(
            new List<long>(),
            (cart, one) =>
            {
                // A new list each time, as an observer may keep it.
                var next = new List<long>(cart);
                Apply(next, one);
                return next;
            }))
        .Select(cart => cart.Count));

    [Benchmark(OperationsPerInvoke = Events)]
    public long CartMinusPurchase() => Run(source => Carts(source, Sorted));

    [Benchmark(OperationsPerInvoke = Events)]
    public long CartMinusPurchaseWithAbandonment() =>
        Run(source => Carts(source, Sorted with { AbandonAfter = TimeSpan.FromMinutes(30) }));

    [Benchmark(OperationsPerInvoke = Events)]
    public long CartMinusPurchaseWithLateness() =>
        Run(source => Carts(source, Sorted with { AllowedLateness = TimeSpan.FromSeconds(10) }));

    /// <summary>The last items a user has added, less those removed or bought since.</summary>
    internal static int Apply(List<long> cart, ZipfEvent one)
    {
        cart.Remove(one.Item);
        if (one.Action == CartAction.Add)
        {
            if (cart.Count == 50)
            {
                cart.RemoveAt(0);
            }

            cart.Add(one.Item);
        }

        return cart.Count;
    }

    private static IObservable<int> Carts(IObservable<ZipfEvent> source, CartOptions options) => source
        .CartMinusPurchase(x => new CartEvent<long, long>(x.User, x.Item, x.Action), x => x.Time, options)
        .Select(x => x.OpenItems);

    private long Run(Func<IObservable<ZipfEvent>, IObservable<int>> build)
    {
        using var source = new Subject<ZipfEvent>();
        var sum = 0L;
        using var subscription = build(source).Subscribe(length => sum += length);
        foreach (var one in _events)
        {
            source.OnNext(one);
        }

        return sum;
    }
}
