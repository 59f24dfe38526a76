using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace RxRecs.Benchmarks;

/// <summary>
/// Day buckets over 5 million events of 30 days and 50,000 items with Zipf popularity, up to an hour out of order; each
/// result is the number of (day, item) counts, so that all rows do the same work. The bare loop and plain Rx hold every
/// day to the end.
/// </summary>
[MemoryDiagnoser]
public class TrendBucketsBenchmarks
{
    private const int Events = 5_000_000;
    private const int Items = 50_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TrendBucketsOptions Options = new() { AllowedLateness = TimeSpan.FromHours(1) };
    private static readonly TrendBucketsOptions Hopping = Options with { Advance = Day / 5 };
    private Sale[] _sales = [];
    private Interaction[] _interactions = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var start = new DateTimeOffset(2019, 11, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
        var cumulative = new double[Items];
        for (var i = 0; i < Items; i++)
        {
            cumulative[i] = (i == 0 ? 0 : cumulative[i - 1]) + 1.0 / (i + 1);
        }

        var ids = Enumerable.Range(0, Items).Select(i => 1_000_000L + i * 37).ToArray();
        random.Shuffle(ids);
        _sales = new Sale[Events];
        for (var i = 0; i < Events; i++)
        {
            var rank = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            var passed = (long)(30.0 * TimeSpan.TicksPerDay * i / Events);
            var ticks = start + passed - random.NextInt64(TimeSpan.TicksPerHour);
            _sales[i] = new Sale(ticks, ids[Math.Min(rank < 0 ? ~rank : rank, Items - 1)]);
        }

        _interactions = Array.ConvertAll(
            _sales, sale => new Interaction(sale.Time, InteractionKind.Purchase, sale.Item % 1000, sale.Item));
    }

    /// <summary>The limit: a dictionary per day, that of the event before at hand.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long BareLoop()
    {
        var days = new Dictionary<long, Dictionary<long, long>>();
        var (day, dayStart) = (new Dictionary<long, long>(), long.MaxValue);
        foreach (var sale in _sales)
        {
            if ((ulong)(sale.Ticks - dayStart) >= TimeSpan.TicksPerDay)
            {
                dayStart = sale.Ticks - (sale.Ticks % TimeSpan.TicksPerDay);
                day = CollectionsMarshal.GetValueRefOrAddDefault(days, dayStart, out _) ??= [];
            }

            CollectionsMarshal.GetValueRefOrAddDefault(day, sale.Item, out _)++;
        }

        return days.Values.Sum(static day => (long)day.Count);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long R3WithTheSameLateness() => R3Rows.DayCounts(_sales, Options.AllowedLateness);

    [Benchmark(OperationsPerInvoke = Events)]
    public long TrendBuckets()
    {
        long counts = 0;
        using var subscription = new ArraySource<Sale>(_sales)
            .TrendBuckets(Day, sale => sale.Item, sale => sale.Time, Options)
            .Subscribe(bucket => counts += bucket.Counts.Count);
        return counts;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long TrendBucketsOfInteractions()
    {
        long counts = 0;
        using var subscription = new ArraySource<Interaction>(_interactions)
            .TrendBuckets(Day, Options)
            .Subscribe(bucket => counts += bucket.Counts.Count);
        return counts;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public long TrendBucketsHoppingByFive()
    {
        long counts = 0;
        using var subscription = new ArraySource<Sale>(_sales)
            .TrendBuckets(Day, sale => sale.Item, sale => sale.Time, Hopping)
            .Subscribe(bucket => counts += bucket.Counts.Count);
        return counts;
    }

    /// <summary>As a user writes it: a group per day and item, counted.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long PlainRxGroupByDayAndItem()
    {
        long counts = 0;
        using var subscription = _sales.ToObservable(Scheduler.Immediate)
            .GroupBy(sale => (Day: sale.Ticks / TimeSpan.TicksPerDay, sale.Item))
            .SelectMany(group => group.Count())
            .Subscribe(_ => counts++);
        return counts;
    }

    /// <summary>As an experienced user writes it: a group per day that fills a dictionary.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long PlainRxGroupByDay()
    {
        long counts = 0;
        using var subscription = _sales.ToObservable(Scheduler.Immediate)
            .GroupBy(sale => sale.Ticks / TimeSpan.TicksPerDay)
            .SelectMany(day => day.Aggregate(new Dictionary<long, long>(), (items, sale) =>
            {
                items[sale.Item] = items.GetValueOrDefault(sale.Item) + 1;
                return items;
            }))
            .Subscribe(items => counts += items.Count);
        return counts;
    }

    /// <summary>A source as fast as a loop, so that what is measured is the operator.</summary>
    private sealed class ArraySource<T>(T[] values) : IObservable<T>
    {
        public IDisposable Subscribe(IObserver<T> observer)
        {
            foreach (var value in values)
            {
                observer.OnNext(value);
            }

            observer.OnCompleted();
            return Disposable.Empty;
        }
    }
}
