using System.Diagnostics;
using System.Reactive.Linq;
using RxRecs.Csv;

namespace RxRecs.Benchmarks;

/// <summary>
/// Tells how long a file of shop events takes through three operators, counts per day, the last ten items of each user
/// and carts, with reading on one core and the operators on another; and the memory of the process on the way.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- month FILE [hours of lateness]</c>
/// </remarks>
public static class MonthOfRows
{
    private const int RowsAhead = 8192;
    private const int RowsPerLine = 5_000_000;

    public static int Run(string[] args)
    {
        var lateness = TimeSpan.FromHours(args.Length > 1 ? int.Parse(args[1]) : 20);
        var watch = Stopwatch.StartNew();
        var (rows, buckets, lists, carts) = (0L, 0L, 0L, 0L);
        Console.WriteLine("       rows  wall s   CPU s  resident MB");
        var events = ShopEvents.Read(args[0]).ReadAhead(RowsAhead).ToObservable().Publish();
        using var counted = events.Subscribe(_ =>
        {
            if (++rows % RowsPerLine == 0)
            {
                Tell(rows, watch);
            }
        });
        using var trends = events
            .TrendBuckets(TimeSpan.FromDays(1), new TrendBucketsOptions { AllowedLateness = lateness })
            .Subscribe(_ => buckets++);
        using var recent = events
            .LastPerKey(10, row => row.User, row => row.Item, (_, items) => items.Length)
            .Subscribe(_ => lists++);
        using var changes = events
            .CartMinusPurchasePerUser(new CartOptions { AllowedLateness = lateness })
            .Subscribe(_ => carts++);
        using (events.Connect())
        {
            Tell(rows, watch);
        }

        Console.WriteLine($"{buckets:n0} buckets, {lists:n0} lists, {carts:n0} changes of carts");
        return 0;
    }

    private static void Tell(long rows, Stopwatch watch) => Console.WriteLine(
        $"{rows,11:n0} {watch.Elapsed.TotalSeconds,7:f1} {Environment.CpuUsage.TotalTime.TotalSeconds,7:f1} "
        + $"{Environment.WorkingSet / 1e6,12:f0}");
}
