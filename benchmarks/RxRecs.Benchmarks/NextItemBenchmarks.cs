using BenchmarkDotNet.Attributes;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>Next items over 2 M events of 100,000 items: learning, and lists of 20.</summary>
[MemoryDiagnoser]
public class NextItemBenchmarks
{
    private const int Events = 2_000_000;
    private const int Lists = 1_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<NextItem<int>> _list = [];
    private (int Visit, int Item)[] _events = [];
    private NextItemState<int, int> _learned = new();

    [GlobalSetup]
    public void Setup()
    {
        _events = NextItemVisits.Make(Events, items: 100_000);
        _learned = Learned(PairKernelOptions.LongBrowse);
    }

    /// <summary>Gives the sessions of each item and the items of each session, in dictionaries of lists.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int BareLoop()
    {
        var (sessions, items) = (new Dictionary<int, List<int>>(), new Dictionary<int, List<int>>());
        foreach (var (visit, item) in _events)
        {
            if (!sessions.TryGetValue(visit, out var session))
            {
                sessions.Add(visit, session = []);
            }

            if (!items.TryGetValue(item, out var postings))
            {
                items.Add(item, postings = []);
            }

            if (!session.Contains(item))
            {
                postings.Add(visit);
            }

            session.Add(item);
        }

        return sessions.Count + items.Count;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Learn() => Learned(PairKernelOptions.LongBrowse).SessionCount;

    [Benchmark(OperationsPerInvoke = Events)]
    public int LearnAndChoose() => Learned(null).SessionCount;

    [Benchmark(OperationsPerInvoke = Lists)]
    public int Query()
    {
        var sum = 0;
        for (var i = 0; i < Lists; i++)
        {
            _learned.Query(_events[^(1 + (i * 7))].Visit + 1, null, [], 20, _list);
            sum += _list.Count;
        }

        return sum;
    }

    private NextItemState<int, int> Learned(PairKernelOptions? kernel)
    {
        var state = new NextItemState<int, int>(NextItemVisits.Options(kernel, Events));
        for (var i = 0; i < _events.Length; i++)
        {
            state.Learn(_events[i].Visit + 1, null, _events[i].Item, Start.AddMilliseconds(i));
        }

        return state;
    }
}
