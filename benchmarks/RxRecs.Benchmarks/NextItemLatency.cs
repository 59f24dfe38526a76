using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>
/// Tells how long a list takes while events come in: 10 M events of 100,000 items, and in the last half 20,000 lists
/// of 20, each for the visit of the event before; by the pair kernel, by VMIS-kNN of the 100 nearest of 1,000 sessions,
/// and by a bare loop over arrays. Then how long it takes to learn half of the events a thousand at a time.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- next-item [events] [items] [row]</c>. On Linux
/// the time is that of the thread's processor, which other processes disturb less than the clock on the wall.
/// </remarks>
public static partial class NextItemLatency
{
    private const int ThreadTime = 3;
    private const int Lists = 20_000;
    private const int WarmUpEvents = 1_000_000;
    private const int WarmUpStride = 100;
    private const int BatchLength = 1_000;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 10_000_000;
        var items = args.Length > 1 ? int.Parse(args[1]) : 100_000;
        var row = args.Length > 2 ? args[2] : "";
        var events = NextItemVisits.Make(count, items);
        var knn = SessionKnnOptions.VmisKnn with { Sessions = 1_000, Neighbors = 100 };
        foreach (var kernel in new[] { PairKernelOptions.LongBrowse, PairKernelOptions.Sharp })
        {
            Measure(row, events, kernel.Name, NextItemVisits.Options(kernel, count));
        }

        Measure(row, events, knn.Name, NextItemVisits.Options(null, count) with { SessionKnn = knn });
        if ("bare".Contains(row, StringComparison.Ordinal))
        {
            Measure(
                events,
                "bare vmis-knn",
                () => new BareSessionKnn(events.Max(each => each.Visit) + 1, items, 1_000, 100),
                static (state, one, place) => state.Learn(one.Visit, one.Item, place),
                static (state, visit) => state.List(visit));
        }

        return 0;
    }

    private static void Measure(string row, (int Visit, int Item)[] events, string name, NextItemOptions options)
    {
        if (!name.Contains(row, StringComparison.Ordinal))
        {
            return;
        }

        var list = new List<NextItem<int>>(20);
        Measure(
            events,
            name,
            () => new NextItemState<int, int>(options),
            static (state, one, place) => state.Learn(
                one.Visit + 1, null, one.Item, Start.AddTicks(place * TimeSpan.TicksPerMillisecond)),
            (state, visit) => state.Query(visit + 1, null, [], 20, list));
        MeasureBatches(events.AsSpan(0, events.Length / 2), name, new NextItemState<int, int>(options));
    }

    private static void MeasureBatches(
        ReadOnlySpan<(int Visit, int Item)> events, string name, NextItemState<int, int> state)
    {
        var batch = new VisitEvent<int, int>[BatchLength];
        var start = Now();
        for (var first = 0; first < events.Length; first += BatchLength)
        {
            var some = events.Slice(first, Math.Min(BatchLength, events.Length - first));
            for (var i = 0; i < some.Length; i++)
            {
                var time = Start.AddTicks((first + i) * TimeSpan.TicksPerMillisecond);
                batch[i] = new(some[i].Visit + 1, null, some[i].Item, time);
            }

            state.Learn(batch.AsSpan(0, some.Length));
        }

        Console.WriteLine($"{name}: {events.Length * 1e3 / (Now() - start):N2} M events/s learned in batches");
    }

    private static void Measure<TState>(
        (int Visit, int Item)[] events,
        string name,
        Func<TState> make,
        Action<TState, (int Visit, int Item), int> learn,
        Action<TState, int> ask)
    {
        WarmUp(events, make, learn, ask);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var state = make();
        var half = events.Length / 2;
        var start = Now();
        for (var i = 0; i < half; i++)
        {
            learn(state, events[i], i);
        }

        var learned = Now() - start;
        var times = new List<long>(Lists + 1);
        var bytes = 0L;
        var stride = Math.Max(1, half / Lists);
        for (var i = half; i < events.Length; i++)
        {
            learn(state, events[i], i);
            if (i % stride == 0)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                start = Now();
                ask(state, events[i].Visit);
                times.Add(Now() - start);

                // Scratch grows with the first lists.
                bytes += times.Count > Lists / 2 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            }
        }

        var kept = (GC.GetTotalMemory(forceFullCollection: true) - memory) / (double)events.Length;
        Print(name, times, bytes, kept, half * 1e3 / learned);
        GC.KeepAlive(state);
    }

    /// <summary>
    /// Has all that is measured compiled for good: else one list in a hundred is one that the compiler has not seen yet.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // so that its state is gone when memory is measured
    private static void WarmUp<TState>(
        (int Visit, int Item)[] events,
        Func<TState> make,
        Action<TState, (int Visit, int Item), int> learn,
        Action<TState, int> ask)
    {
        var state = make();
        for (var i = 0; i < Math.Min(events.Length, WarmUpEvents); i++)
        {
            learn(state, events[i], i);
            if (i % WarmUpStride == 0)
            {
                ask(state, events[i].Visit);
            }
        }
    }

    private static void Print(
        string name, List<long> times, long bytes, double bytesPerEvent, double learnedPerMicrosecond)
    {
        times.Sort();
        var shares = new[] { .5, .9, .99, .999, 1 }.Select(share =>
            times[Math.Min((int)(share * times.Count), times.Count - 1)] / 1e3).ToArray();
        Console.WriteLine(
            $"{name}: {times.Count:N0} lists, p50 {shares[0]:N0}, p90 {shares[1]:N0}, p99 {shares[2]:N0}, "
            + $"p99.9 {shares[3]:N0}, longest {shares[4]:N0} microseconds; "
            + $"{bytes:N0} bytes allocated by the last half of the lists; {bytesPerEvent:N1} bytes per event; "
            + $"{learnedPerMicrosecond:N2} M events/s learned");
    }

    /// <summary>Gives nanoseconds.</summary>
    private static long Now() => OperatingSystem.IsLinux() && GetTime(ThreadTime, out var time) == 0
        ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
        : (long)(Stopwatch.GetTimestamp() * 1e9 / Stopwatch.Frequency);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
