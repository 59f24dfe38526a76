using System.Reactive;
using System.Reactive.Linq;
using BenchmarkDotNet.Attributes;
using RxRecs.Machines;

namespace RxRecs.Benchmarks;

/// <summary>
/// What saving costs three operators over 3 M interactions of 90,000 users, whose state grows to some 20 MB: without,
/// and with a snapshot into memory or a file after each second of processor time. And restoring: states of a million
/// keys, per key.
/// </summary>
[MemoryDiagnoser]
public class SnapshotBenchmarks
{
    private const int Events = 3_000_000;
    private const int Keys = 1_000_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TrendBucketsOptions Trends = new() { AllowedLateness = TimeSpan.FromSeconds(10) };
    private static readonly CartOptions Carts = new()
    {
        AllowedLateness = TimeSpan.FromSeconds(10),
        MaxItemsPerCart = 20,
        ClosedItemsKept = 5,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;
    private Interaction[] _interactions = [];
    private CheckpointedPipeline<Interaction, Unit>? _pipeline;
    private ReadOnlyMemory<byte> _counts;
    private byte[] _lastItems = [];
    private byte[] _carts = [];

    [GlobalSetup]
    public void Setup()
    {
        var events = ZipfEvent.Make(Events, users: 90_000, items: 50_000);
        _interactions = Array.ConvertAll(events, static one => new Interaction(
            one.Time,
            one.Action switch
            {
                CartAction.Add => InteractionKind.Cart,
                CartAction.Remove => InteractionKind.Remove,
                _ => InteractionKind.Purchase,
            },
            one.User,
            one.Item));
        _pipeline = Feed(static _ => false, static _ => { });
        MakeCounts();
        MakeLastItems();
        MakeCarts();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _pipeline?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int WithoutSnapshots()
    {
        using var pipeline = Feed(static _ => false, static _ => { });
        return pipeline.Operators.Count;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int SavedEverySecondToMemory()
    {
        var saved = 0;
        using var pipeline = Feed(static spent => spent.TotalSeconds >= 1, snapshot => saved++);
        return saved;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int SavedEverySecondToAFile()
    {
        var (saved, store) = (0, new FileSnapshotStore(_folder));
        using var pipeline = Feed(
            static spent => spent.TotalSeconds >= 1, snapshot => store.Save("all", ++saved, snapshot.Span));
        return saved;
    }

    /// <summary>One snapshot of the state at the end; the result is its length.</summary>
    [Benchmark]
    public int Save() => _pipeline!.Save().Length;

    [Benchmark(OperationsPerInvoke = Keys)]
    public int RestoreCountsOfItems()
    {
        using var pipeline = Counts(_counts);
        return pipeline.Operators.Count;
    }

    /// <summary>Five items with their times for each user.</summary>
    [Benchmark(OperationsPerInvoke = Keys)]
    public int RestoreLastItems()
    {
        var state = LastItems();
        state.Restore(new SnapshotReader(_lastItems));
        return state.KeyCount;
    }

    /// <summary>One open line and one closed line for each user.</summary>
    [Benchmark(OperationsPerInvoke = Keys)]
    public int RestoreCarts()
    {
        var state = new CartState<Id, Id>(Carts);
        state.Restore(new SnapshotReader(_carts));
        return state.KeyCount;
    }

    private static LastPerKeyState<Id, Id> LastItems() => new(50, LastPerKeyOrder.EventTime);

    private static CheckpointedPipeline<Interaction, Unit> Counts(ReadOnlyMemory<byte>? snapshot) => new(
        static source => source.TrendBuckets(TimeSpan.FromDays(1), Trends).Select(static _ => Unit.Default),
        Observer.Create<Unit>(static _ => { }),
        snapshot);

    private CheckpointedPipeline<Interaction, Unit> Feed(
        Func<TimeSpan, bool> isDue, Action<ReadOnlyMemory<byte>> save)
    {
        var pipeline = new CheckpointedPipeline<Interaction, Unit>(
            static source => source.Publish(static shared => Observable.Merge(
                shared.LastPerKey(20, x => x.User, x => x.Item, (_, _) => Unit.Default, x => x.EventTime),
                shared.CartMinusPurchasePerUser(Carts).Select(static _ => Unit.Default),
                shared.TrendBuckets(TimeSpan.FromHours(1), Trends).Select(static _ => Unit.Default))),
            Observer.Create<Unit>(static _ => { }));
        var last = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < _interactions.Length; i++)
        {
            pipeline.OnNext(_interactions[i]);
            if (i % 4096 == 0 && isDue(Environment.CpuUsage.TotalTime - last))
            {
                save(pipeline.Save());
                last = Environment.CpuUsage.TotalTime;
            }
        }

        return pipeline;
    }

    private void MakeCounts()
    {
        using var counts = Counts(null);
        for (var i = 0; i < Keys; i++)
        {
            counts.OnNext(new Interaction(Start, InteractionKind.Purchase, 1, i));
        }

        _counts = counts.Save();
    }

    private void MakeLastItems()
    {
        var state = LastItems();
        for (var i = 0; i < 5 * Keys; i++)
        {
            state.Add(i % Keys, i % 50_021, Start.AddTicks(i));
        }

        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        _lastItems = writer.Written.ToArray();
    }

    private void MakeCarts()
    {
        var state = new CartState<Id, Id>(Carts);
        for (var i = 0; i < 3 * Keys; i++)
        {
            var action = i < 2 * Keys ? CartAction.Add : CartAction.Purchase;
            state.Apply(new CartEvent<Id, Id>(i % Keys, i % (2 * Keys) % 50_021, action), Start.AddTicks(i));
        }

        var writer = new SnapshotWriter();
        state.Snapshot(writer);
        _carts = writer.Written.ToArray();
    }
}
