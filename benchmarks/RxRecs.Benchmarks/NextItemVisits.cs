using RxRecs.Recommenders;

namespace RxRecs.Benchmarks;

/// <summary>
/// Visits as a shop has them: seeded, of 5 events on average, a thousand going on at a time; items of Zipf's
/// frequencies, and each second step from an item to one of the ten that go with it. They are that on purpose, and not
/// the synthetic shop's, so that it is known how many visits are open and what goes with what.
/// </summary>
public static class NextItemVisits
{
    private const int Open = 1_000;

    public static (int Visit, int Item)[] Make(int count, int items)
    {
        var random = new Random(20260101);
        var sums = new double[items];
        var sum = 0.0;
        for (var i = 0; i < items; i++)
        {
            sums[i] = sum += 1.0 / (i + 1);
        }

        var events = new (int Visit, int Item)[count];
        var (visits, last, next) = (new int[Open], new int[Open], 0);
        for (var i = 0; i < Open; i++)
        {
            (visits[i], last[i]) = (next++, -1);
        }

        for (var i = 0; i < count; i++)
        {
            var slot = random.Next(Open);
            if (last[slot] >= 0 && random.Next(5) == 0)
            {
                (visits[slot], last[slot]) = (next++, -1);
            }

            last[slot] = last[slot] >= 0 && random.Next(2) == 0
                ? (last[slot] + (7_919 * random.Next(1, 11))) % items
                : Drawn(random.NextDouble() * sum);
            events[i] = (visits[slot], last[slot]);
        }

        return events;

        int Drawn(double value)
        {
            var at = Array.BinarySearch(sums, value);
            return Math.Min(at < 0 ? ~at : at, items - 1);
        }
    }

    /// <summary>Options with room for all events.</summary>
    public static NextItemOptions Options(PairKernelOptions? kernel, int count) => new()
    {
        Kernel = kernel,
        MaxEvents = count,
        MaxSessions = count,
        MaxItems = 1_000_000,
        Sessions = new SessionOptions { MaxOpen = 10_000 },
    };
}
