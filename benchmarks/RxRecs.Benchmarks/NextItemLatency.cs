using System.Diagnostics;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>
/// Tells how long a list takes while events come in: 10 M events of 100,000 items, and in the last half a list of 20
/// for the visit of every hundredth event; by the pair kernel and by VMIS-kNN of the 100 nearest of 1,000 sessions.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- next-item [events] [items]</c>
/// </remarks>
public static class NextItemLatency
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 10_000_000;
        var items = args.Length > 1 ? int.Parse(args[1]) : 100_000;
        var events = NextItemVisits.Make(count, items);
        foreach (var kernel in new[] { PairKernelOptions.LongBrowse, PairKernelOptions.Sharp })
        {
            Measure(events, kernel.Name, NextItemVisits.Options(kernel));
        }

        var knn = SessionKnnOptions.VmisKnn with { Sessions = 1_000, Neighbors = 100 };
        Measure(events, knn.Name, NextItemVisits.Options(null) with { SessionKnn = knn });

        return 0;
    }

    private static void Measure((int Visit, int Item)[] events, string name, NextItemOptions options)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var state = new NextItemState<int, int>(options);
        var list = new List<NextItem<int>>(20);
        var half = events.Length / 2;
        var learned = Learn(state, events, 0, half);
        Ask(state, events[half - 1].Visit, list);
        var ticks = new List<long>(half / 100);
        var allocated = 0L;
        for (var i = half; i < events.Length; i++)
        {
            Learn(state, events[i], i);
            if (i % 100 == 0)
            {
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                Ask(state, events[i].Visit, list);
                ticks.Add(Stopwatch.GetTimestamp() - start);
                allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
            }
        }

        var bytesPerEvent = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)state.EventCount;
        Print(name, ticks, allocated, bytesPerEvent, half / learned.TotalSeconds);
        GC.KeepAlive(state);
    }

    private static TimeSpan Learn(
        NextItemState<int, int> state, (int Visit, int Item)[] events, int from, int to)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = from; i < to; i++)
        {
            Learn(state, events[i], i);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static void Learn(NextItemState<int, int> state, (int Visit, int Item) one, int place) =>
        state.Learn(one.Visit + 1, null, one.Item, Start.AddTicks(place * TimeSpan.TicksPerMillisecond));

    private static void Ask(NextItemState<int, int> state, int visit, List<NextItem<int>> list) =>
        state.Query(visit + 1, null, [], 20, list);

    private static void Print(
        string name, List<long> ticks, long allocated, double bytesPerEvent, double updatesPerSecond)
    {
        ticks.Sort();
        var times = new[] { .5, .9, .99, .999, 1 }.Select(share =>
            ticks[Math.Min((int)(share * ticks.Count), ticks.Count - 1)] * 1e6 / Stopwatch.Frequency).ToArray();
        Console.WriteLine(
            $"{name}: {ticks.Count:N0} lists, p50 {times[0]:N0}, p90 {times[1]:N0}, p99 {times[2]:N0}, "
            + $"p99.9 {times[3]:N0}, longest {times[4]:N0} microseconds; "
            + $"{allocated / (double)ticks.Count:N1} bytes per list; {bytesPerEvent:N1} bytes per event kept; "
            + $"{updatesPerSecond / 1e6:N2} M events/s learned");
    }
}
