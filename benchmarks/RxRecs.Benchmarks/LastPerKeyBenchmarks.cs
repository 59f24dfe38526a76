using System.Reactive.Linq;
using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using RxRecs.Machines;

namespace RxRecs.Benchmarks;

/// <summary>
/// The last 50 distinct items of each of 200,000 users: 5 M events, users and items with Zipf's frequencies (exponent
/// 1).
/// </summary>
[MemoryDiagnoser]
public class LastPerKeyBenchmarks
{
    private const int Events = 5_000_000;
    private const int Users = 200_000;
    private const int Count = 50;
    private static readonly LastPerKeyOptions Distinct = new() { Distinct = true };
    private ZipfEvent[] _events = [];
    private Interaction[] _interactions = [];

    [GlobalSetup]
    public void Setup()
    {
        _events = ZipfEvent.Make(Events, Users, items: 50_000);
        _interactions = Array.ConvertAll(
            _events, one => new Interaction(one.Time, InteractionKind.View, one.User, one.Item));
    }

    /// <summary>The limit: a loop over one array for all users.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long LoopOverOneSlab()
    {
        var slab = new UserSlab(Users, Count);
        var sum = 0L;
        foreach (var one in _events)
        {
            sum += slab.Add(one.User, one.Item);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long LoopOverLists()
    {
        var lists = new Dictionary<long, List<long>>();
        var sum = 0L;
        foreach (var one in _events)
        {
            if (!lists.TryGetValue(one.User, out var list))
            {
                lists.Add(one.User, list = []);
            }

            if (!list.Remove(one.Item) && list.Count == Count)
            {
                list.RemoveAt(0);
            }

            list.Add(one.Item);
            sum += list.Count;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long R3OverOneSlab() => R3Rows.LastDistinct(_events, Users, Count);

    [Benchmark(OperationsPerInvoke = Events)]
    public long PlainRx() => Run(source => source
        .GroupBy(x => x.User)
        .SelectMany(group => group.Scan(
            new List<long>(),
            (list, one) =>
            {
                // A new list each time, as an observer may keep it.
                var next = new List<long>(list.Count + 1) { one.Item };
                next.AddRange(list.Where(item => item != one.Item).Take(Count - 1));
                return next;
            }))
        .Select(list => list.Count));

    [Benchmark(OperationsPerInvoke = Events)]
    public long LastPerKey() => Run(source => source.LastPerKey(
        Count, x => x.User, x => x.Item, (_, items) => items.Length, options: Distinct));

    [Benchmark(OperationsPerInvoke = Events)]
    public long LastPerKeyInEventTime() => Run(source => source.LastPerKey(
        Count, x => x.User, x => x.Item, (_, items) => items.Length, x => x.Time, Distinct));

    [Benchmark(OperationsPerInvoke = Events)]
    public long LastPerKeyAsLists() => Run(source => source
        .LastPerKey(Count, x => x.User, x => x.Item, options: Distinct).Select(x => x.Items.Length));

    [Benchmark(OperationsPerInvoke = Events)]
    public long LastItemsPerUserAsLists() => Run(
        _interactions, source => source.LastItemsPerUser(Count).Select(static x => x.Items.Length));

    /// <summary>
    /// The state after all events: divide what it allocates, less the chunks it dropped, by the number of
    /// users.
    /// </summary>
    [Benchmark]
    public int StateOfAllUsers()
    {
        var state = new LastPerKeyState<long, long>(Count, options: Distinct);
        foreach (var one in _events)
        {
            state.Add(one.User, one.Item);
        }

        return state.KeyCount;
    }

    private long Run(Func<IObservable<ZipfEvent>, IObservable<int>> build) => Run(_events, build);

    private static long Run<TEvent>(TEvent[] events, Func<IObservable<TEvent>, IObservable<int>> build)
    {
        using var source = new Subject<TEvent>();
        var sum = 0L;
        using var subscription = build(source).Subscribe(length => sum += length);
        foreach (var one in events)
        {
            source.OnNext(one);
        }

        return sum;
    }
}
