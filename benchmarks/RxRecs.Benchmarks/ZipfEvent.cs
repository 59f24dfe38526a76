namespace RxRecs.Benchmarks;

/// <summary>
/// An event of the benchmarks: seeded, with users and items of Zipf's frequencies, a millisecond apart. They are that on
/// purpose, and not the synthetic shop's, so that it is known how often each key comes again.
/// </summary>
public readonly record struct ZipfEvent(long User, long Item, long Ticks, CartAction Action)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Time => new(Ticks, TimeSpan.Zero);

    public static ZipfEvent[] Make(int count, int users, int items)
    {
        var random = new Random(20260101);
        var (user, item) = (Zipf(random, users), Zipf(random, items));
        var events = new ZipfEvent[count];
        for (var i = 0; i < count; i++)
        {
            var action = random.Next(10) switch
            {
                < 6 => CartAction.Add,
                < 8 => CartAction.Remove,
                _ => CartAction.Purchase,
            };
            events[i] = new(user(), item(), Start.UtcTicks + (i * TimeSpan.TicksPerMillisecond), action);
        }

        return events;
    }

    private static Func<int> Zipf(Random random, int count)
    {
        var sums = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sums[i] = sum += 1.0 / (i + 1);
        }

        var names = Enumerable.Range(1, count).ToArray();
        random.Shuffle(names);
        return () =>
        {
            var at = Array.BinarySearch(sums, random.NextDouble() * sum);
            return names[Math.Min(at < 0 ? ~at : at, count - 1)];
        };
    }
}
