namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// Made-up events of a shop, the same for the same seed: users and items by Zipf's law, times over some days, out of
/// order by less than the lateness that the pipelines allow. Users are awake on different days, and a few users do
/// most, so that partitions by user differ in how dense they are in event time.
/// </summary>
internal sealed class ShopEvents(int count, int users = 2_000, int items = 200, int days = 7, int seed = 1)
{
    private static readonly DateTimeOffset First = new(2019, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(55);
    private static readonly string[] Names = [.. Enumerable.Range(0, 100).Select(n => $"brand-{n}")];

    public int Count => count;

    /// <summary>The events in the order in which they are written.</summary>
    public IEnumerable<Interaction> All()
    {
        var random = new Random(seed);
        var step = days * TimeSpan.TicksPerDay / (double)count;
        for (var n = 0; n < count; n++)
        {
            var time = First.AddTicks((long)((n * step) + (random.NextDouble() * Disorder.Ticks)));
            var user = UserAwake(random, (time - First).Days);
            yield return new Interaction(time, (InteractionKind)random.Next(4), user, Zipf(random, items))
            {
                Brand = Names[Zipf(random, Names.Length)],
                Category = 2_000_000_000 + random.Next(50),
                CategoryPath = "electronics.smartphone",
                Price = random.Next(100, 100_000) / 100m,
                Session = $"{user:x8}-{n / 1000:x4}",
            };
        }
    }

    private static int Zipf(Random random, int size) => (int)Math.Pow(size + 1, random.NextDouble()) - 1;

    // Half of the events come from users who have their day.
    private long UserAwake(Random random, int day)
    {
        var user = Zipf(random, users);
        return random.Next(2) == 0 ? user : user - (user % days) + Math.Min(day, days - 1);
    }
}
