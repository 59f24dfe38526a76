using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Trending;

/// <summary>An event of the trend tests: minutes after noon, an item, and a weight in hundredths.</summary>
internal readonly record struct Sale(int Minute, string Item, int Hundredths)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Sales in any order over about a day, in bursts with quiet hours between, of four items.</summary>
    public static Arbitrary<Sale[]> AnyOrder { get; } = Gen.Choose(0, 3)
        .SelectMany(_ => Gen.Choose(0, 200), (burst, minute) => burst * 430 + minute)
        .SelectMany(_ => Gen.Choose(0, 3), (minute, item) => (minute, item))
        .SelectMany(_ => Gen.Elements(0, 10, 33, 100, 100, 250), (pair, weight) =>
            new Sale(pair.minute, "abcd"[pair.item].ToString(), weight))
        .ListOf()
        .Select(all => all.ToArray())
        .ToArbitrary();

    public DateTimeOffset Time => Noon.AddMinutes(Minute);

    public double Weight => Hundredths / 100.0;

    public static void Write(SnapshotWriter writer, Sale value)
    {
        writer.WriteInt32(value.Minute);
        writer.WriteString(value.Item);
        writer.WriteInt32(value.Hundredths);
    }

    public static Sale Read(SnapshotReader reader) =>
        new Sale(reader.ReadInt32(), reader.ReadString()!, reader.ReadInt32());

    /// <summary>
    /// The same sales in an order of arrival in which none is more than <paramref name="minutes"/>
    /// behind.
    /// </summary>
    public static Sale[] Shuffle(IEnumerable<Sale> sales, int minutes, int seed)
    {
        var random = new Random(seed);
        return sales.Select(one => (one, arrival: one.Minute + (random.NextDouble() * minutes)))
            .OrderBy(pair => pair.arrival)
            .Select(pair => pair.one)
            .ToArray();
    }
}
