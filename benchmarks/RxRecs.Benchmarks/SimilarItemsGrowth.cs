using System.Diagnostics;
using RxRecs.Machines;

namespace RxRecs.Benchmarks;

/// <summary>
/// Tells how similar items grow with a shop: a million users and five million events of 100,000 items, popular ones
/// after Zipf, for everybody and, other ones, for users of one taste; what an event and a list cost on the way, the
/// memory, and how many lists of the 200 busiest users are
/// those of an exact count over everybody.
/// </summary>
/// <remarks>
/// <c>dotnet run --project benchmarks/RxRecs.Benchmarks -c Release -- similar [events] [users] [items]</c>
/// </remarks>
public static class SimilarItemsGrowth
{
    private const int Asked = 2_000;
    private const int Last = 5;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 5_000_000;
        var users = args.Length > 1 ? int.Parse(args[1]) : 1_000_000;
        var events = Make(count, users, args.Length > 2 ? int.Parse(args[2]) : 100_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var options = new SimilarItemsOptions { LastCount = Last };
        var state = new SimilarItemsState<int, int>(options);
        Console.WriteLine(
            "  events   users  learn CPU ns/event  list us p50/p90/p99, CPU us  bytes/list   MiB  MiB/M events");
        for (var part = 0; part < 5; part++)
        {
            var (from, to) = (count / 5 * part, count / 5 * (part + 1));
            var started = Environment.CpuUsage.TotalTime;
            for (var i = from; i < to; i++)
            {
                state.Learn(events[i].User, events[i].Item);
            }

            var learned = (Environment.CpuUsage.TotalTime - started).TotalNanoseconds / (to - from);
            var (p50, p90, p99, spent, bytes) = Ask(state, events, from, to);
            var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
            Console.WriteLine(
                $"{to,9:n0} {state.UserCount,9:n0} {learned,12:f0} {p50,12:f0}/{p90:f0}/{p99:f0} {spent,8:f0}" +
                $" {bytes,12:f0}" +
                $" {memory,9:f0} {memory / to * 1e6,9:f0}");
        }

        Compare(state, events, users, options);
        return 0;
    }

    private static (double P50, double P90, double P99, double Spent, double Bytes) Ask(
        SimilarItemsState<int, int> state, (int User, int Item)[] events, int from, int to)
    {
        var list = new List<SimilarItem<int>>(5);
        var times = new double[Asked];
        for (var i = 0; i < 100; i++)
        {
            state.Query(events[from + i].User, 5, list);
        }

        var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < Asked; i++)
        {
            var started = Stopwatch.GetTimestamp();
            state.Query(events[from + (int)((long)(to - from) * i / Asked)].User, 5, list);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)Asked;
        var spent = (Environment.CpuUsage.TotalTime - began).TotalMicroseconds / Asked;
        Array.Sort(times);
        return (times[Asked / 2], times[Asked * 9 / 10], times[Asked * 99 / 100], spent, allocated);
    }

    private static void Compare(
        SimilarItemsState<int, int> state, (int User, int Item)[] events, int users, SimilarItemsOptions options)
    {
        var history = new List<int>?[users];
        foreach (var (user, item) in events)
        {
            var own = history[user] ??= [];
            own.Remove(item);
            own.Add(item);
        }

        var busiest = events.CountBy(each => each.User).OrderByDescending(each => each.Value).ThenBy(each => each.Key)
            .Take(200).Select(each => each.Key);
        var (same, places, exact, worst, stated) = (0, 0, 0, 0.0, 0.0);
        var list = new List<SimilarItem<int>>(5);
        foreach (var user in busiest)
        {
            exact += state.Query(user, 5, list) ? 1 : 0;
            var truth = Count(history, user, options.OwnItems);
            var top = truth.OrderByDescending(each => each.Value).ThenBy(each => each.Key).Take(5).ToArray();
            same += list.Select(each => each.Item).SequenceEqual(top.Select(each => each.Key)) ? 1 : 0;
            places += list.Select(each => each.Item).Intersect(top.Select(each => each.Key)).Count();
            foreach (var found in list)
            {
                var error = Math.Abs(found.Score - truth[found.Item]);
                worst = Math.Max(worst, error / truth[found.Item]);
                stated = Math.Max(stated, found.Error / truth[found.Item]);
                if (error > found.Error + 1e-6)
                {
                    throw new InvalidOperationException($"{user}, {found}: {truth[found.Item]} is out of bounds.");
                }
            }
        }

        Console.WriteLine(
            $"200 busiest: {same} lists of 5 equal, in order, to the exact count; {places} of 1,000 places; {exact} " +
            $"exact; scores wrong by at most {worst:p2}, said to be by at most {stated:p2}.");
    }

    private static Dictionary<int, double> Count(List<int>?[] history, int user, int ownItems)
    {
        var own = history[user]!;
        var asked = own.TakeLast(Last).ToHashSet();
        var kept = own.TakeLast(Last + ownItems).ToHashSet();
        var scores = new Dictionary<int, double>();
        for (var other = 0; other < history.Length; other++)
        {
            if (other == user || history[other] is not { } items)
            {
                continue;
            }

            var (first, shared) = (Math.Max(0, items.Count - Last), 0);
            for (var i = first; i < items.Count; i++)
            {
                shared += asked.Contains(items[i]) ? 1 : 0;
            }

            for (var i = first; shared > 0 && i < items.Count; i++)
            {
                if (!kept.Contains(items[i]))
                {
                    scores[items[i]] = scores.GetValueOrDefault(items[i])
                        + ((double)shared / (asked.Count + items.Count - first - shared));
                }
            }
        }

        return scores;
    }

    /// <summary>Events in which the busiest of a million users has about 500 of five million.</summary>
    private static (int User, int Item)[] Make(int count, int users, int items)
    {
        var random = new Random(20260101);
        var sums = new double[items];
        var sum = 0.0;
        for (var i = 0; i < items; i++)
        {
            sums[i] = sum += 1.0 / (i + 1);
        }

        var events = new (int User, int Item)[count];
        for (var i = 0; i < count; i++)
        {
            var at = Array.BinarySearch(sums, random.NextDouble() * sum);
            var item = Math.Min(at < 0 ? ~at : at, items - 1);
            var user = (int)(users * Math.Pow(random.NextDouble(), 1.5));

            // Half of it is of the user's own taste, one of 500, in which other items are the popular ones.
            var taste = (int)((uint)user * 2654435761u >> 16) % 500;
            events[i] = (user, random.Next(2) == 0 ? item : (int)((item + (taste * 199L)) % items));
        }

        return events;
    }
}
