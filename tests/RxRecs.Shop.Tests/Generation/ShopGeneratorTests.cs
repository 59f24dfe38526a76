using System.Buffers;
using System.Globalization;
using System.Text;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Tests.Generation;

[TestFixture]
[Parallelizable]
public sealed class ShopGeneratorTests
{
    private static readonly ShopSettings Small = new()
    {
        Rows = 20_000,
        Users = 2_000,
        Items = 300,
        Late = 0.01,
        Broken = 0.01,
        Duplicates = 0.01
    };

    [Test]
    public void Generator_SameSeed_SameBytes()
    {
        var again = Make(Small with { });

        Assert.That(Make(Small).Text, Is.EqualTo(again.Text));
    }

    [Test]
    public void Generator_OtherSeed_OtherBytes() =>
        Assert.That(Make(Small).Text, Is.Not.EqualTo(Make(Small with { Seed = 2 }).Text));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1234)]
    public void Generator_Rows_AreAsManyAsAsked(int rows)
    {
        var made = Make(Small with { Rows = rows });

        Assert.That(made.Text.Count(c => c == '\n'), Is.EqualTo(rows + 1));
        Assert.That(made.Tally.Rows, Is.EqualTo(rows));
    }

    [Test]
    public void Generator_BrokenRows_AreAsManyAsTallied()
    {
        var made = Make(Small);

        Assert.That(Good(made).Count, Is.EqualTo(made.Tally.Rows - made.Tally.Broken));
        Assert.That(made.Tally.Broken, Is.InRange(120, 280));
    }

    [Test]
    public void Generator_LateRows_AreAsManyAsTallied()
    {
        var made = Make(Small);
        var (late, newest) = (0, Small.Start.UtcDateTime);
        foreach (var row in Good(made))
        {
            late += row.Time < newest.AddHours(-1) ? 1 : 0;
            newest = row.Time > newest ? row.Time : newest;
        }

        Assert.That(late, Is.EqualTo(made.Tally.Late));
        Assert.That(late, Is.InRange(80, 300));
    }

    [Test]
    public void Generator_NoLateRows_AreOutOfOrderBySecondsOnly()
    {
        var newest = Small.Start.UtcDateTime;
        foreach (var row in Good(Make(Small with { Late = 0 })))
        {
            Assert.That(row.Time, Is.GreaterThanOrEqualTo(newest.AddSeconds(-ShopArrivals.UsualDelay)));
            newest = row.Time > newest ? row.Time : newest;
        }
    }

    [Test]
    public void Generator_Duplicates_FollowTheirTwin()
    {
        var made = Make(Small);
        var lines = made.Text.Split('\n');

        Assert.That(lines.Zip(lines.Skip(1)).Count(pair => pair.First == pair.Second && pair.First.Length > 0),
            Is.EqualTo(made.Tally.Duplicates));
        Assert.That(made.Tally.Duplicates, Is.InRange(120, 280));
    }

    [Test]
    public void Generator_Times_LieWithinTheDays()
    {
        var times = Good(Make(Small)).Select(row => row.Time).ToList();

        Assert.That(times.Min(), Is.GreaterThanOrEqualTo(Small.Start.UtcDateTime));
        Assert.That(times.Max(), Is.LessThan(Small.End.UtcDateTime));
        Assert.That(times.Select(time => time.Date).Distinct().Count(), Is.EqualTo(Small.Days));
    }

    [Test]
    public void Generator_Popularity_IsSkewed()
    {
        var counts = Good(Make(Small)).Where(
            row => row.Kind == "view").GroupBy(row => row.Item).Select(item => item.Count()).OrderDescending().ToList();

        Assert.That(counts.Take(counts.Count / 10).Sum(), Is.GreaterThan(counts.Sum() / 4));
    }

    [Test]
    public void Generator_Fashions_RiseAndFall()
    {
        var settings = new ShopSettings();
        var made = Make(settings);
        var half = settings.Start.AddDays(settings.Days / 2.0).UtcDateTime;
        var halves = Good(made).ToLookup(row => (row.Item, Late: row.Time >= half));

        Assert.That(made.Fashions.Rising, Has.Count.EqualTo(3));
        foreach (var item in made.Fashions.Rising)
        {
            Assert.That(
                halves[(item, true)].Count(), Is.GreaterThan(2 * halves[(item, false)].Count()), $"{item} rises");
        }

        foreach (var item in made.Fashions.Falling)
        {
            Assert.That(
                halves[(item, false)].Count(), Is.GreaterThan(2 * halves[(item, true)].Count()), $"{item} falls");
        }
    }

    [Test]
    public void Generator_CartsAndPurchases_BelongTogether()
    {
        var open = new HashSet<(string User, Id Item)>();
        var rows = Good(Make(Small with { Broken = 0, Late = 0, Duplicates = 0 })).OrderBy(row => row.Time).ToList();
        var (bought, fromCart) = (0, 0);
        foreach (var row in rows)
        {
            if (row.Kind == "cart")
            {
                open.Add((row.User, row.Item));
            }
            else if (row.Kind == "purchase")
            {
                bought++;
                fromCart += open.Remove((row.User, row.Item)) ? 1 : 0;
            }
        }

        Assert.That(fromCart, Is.GreaterThan(bought * 98 / 100), "purchases of what lies in the cart");
        Assert.That(rows.Select(row => row.Kind).Distinct(),
            Is.EquivalentTo(new[] { "view", "cart", "remove_from_cart", "purchase" }));
    }

    [TestCase(1, 1)]
    [TestCase(1, 50)]
    [TestCase(50, 1)]
    public void Generator_TinyShop_IsMade(int users, int items) =>
        Assert.That(Good(Make(Small with { Users = users, Items = items, Rows = 500 })).Count, Is.GreaterThan(450));

    private static Made Make(ShopSettings settings)
    {
        using var generator = new ShopGenerator(settings);
        var output = new ArrayBufferWriter<byte>();
        ShopGenerator.WriteHeader(output);
        while (generator.WriteNext(output))
        {
        }

        return new Made(Encoding.UTF8.GetString(output.WrittenSpan), generator.Tally, generator.Fashions);
    }

    private static IEnumerable<Row> Good(Made made) => made.Text.Split('\n').Skip(1)
        .Select(line => line.Split(','))
        .Where(fields => fields.Length == 9 && fields[1] != "hover" && fields[2].Length > 0)
        .Where(fields => !fields[0].StartsWith("2026-02-31", StringComparison.Ordinal))
        .Select(fields => new Row(
            DateTime.ParseExact(fields[0], "yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
            fields[1],
            long.Parse(fields[2], CultureInfo.InvariantCulture),
            fields[7]));

    private sealed record Made(string Text, ShopTally Tally, Fashions Fashions);

    private sealed record Row(DateTime Time, string Kind, Id Item, string User);
}
