using System.Text;

namespace RxRecs.Kafka.Tests.Json;

/// <summary>Whatever a record holds, it becomes an interaction or gets one reason, and memory stays flat.</summary>
[NonParallelizable]
public sealed class InteractionJsonFuzzTests
{
    private static readonly string[] OfAny =
    [
        "event_time", "event_type", "product_id", "category_id", "category_code", "brand", "price", "user_id",
        "user_session", "quantity", "JSON", "UTF-8", "the value has", "no element", "levels", "one object",
        "a member's name",
    ];

    [TestCase(100_000)]
    [TestCase(1_000_000, Category = "Slow")]
    [CancelAfter(300_000)]
    public void Parse_HostileRecords_AreReadOrGetOneReason(int cases, CancellationToken cancellation) =>
        Run(cases, cancellation);

    [Test]
    public void Parse_ShortWayAndThorough_AgreeOnHostileRecords()
    {
        var hostile = new HostileJson(seed: 7);
        var (both, thorough) = (
            new InteractionReader(256 * 1024), new InteractionReader(256 * 1024) { IsThorough = true });
        for (var i = 0; i < 100_000; i++)
        {
            var json = hostile.Next();
            var reason = both.Parse(json, out var value);
            var expectedReason = thorough.Parse(json, out var expected);
            if (!string.Equals(reason, expectedReason, StringComparison.Ordinal) || value != expected)
            {
                Assert.Fail($"case {i}: {reason}, not {expectedReason}: {Encoding.UTF8.GetString(json)}");
            }
        }

        Assert.That(both.Short, Is.InRange(2_000, 80_000), "records read the short way");
        Assert.That(thorough.Short, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Parse_EachByteChanged_ShortWayAndThoroughAgree(bool removes)
    {
        var valid = Encoding.UTF8.GetBytes(
            """{"event_time":"2019-11-01 00:00:00 UTC","event_type":"remove_from_cart","product_id":0,"category_id":"""
            + """100000000000000000,"price":0.50,"brand":"Käse","user_id":520088904,"quantity":2147483647}""");
        var (both, thorough) = (new InteractionReader(1024), new InteractionReader(1024) { IsThorough = true });
        for (var at = 0; at < valid.Length; at++)
        {
            for (var letter = 0; letter < 256; letter++)
            {
                byte[] json = removes ? [.. valid[..at], .. valid[(at + 1)..]] : [.. valid];
                json[Math.Min(at, json.Length - 1)] = (byte)letter;
                var reason = both.Parse(json, out var value);
                Assert.That(reason, Is.EqualTo(thorough.Parse(json, out var expected)), $"byte {at} as {letter}");
                Assert.That(value, Is.EqualTo(expected), $"byte {at} as {letter}");
            }
        }

        Assert.That(both.Short, Is.GreaterThan(300));
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    public void Parse_ValueOfMegabytes_IsRefusedWithoutReadingIt(int megabytes)
    {
        var json = new byte[megabytes * 1024 * 1024];
        Array.Fill(json, (byte)'[');
        var record = Records.Of(json);
        var parser = InteractionJson.CreateParser();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(parser.Parse(record, out _, out _), Does.Contain("more than"));
        Assert.That(new RecordLimitOptions().Check(record), Does.Contain("more than"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64 * 1024));
    }

    [Test]
    [Explicit]
    [Category("Long")]
    public void Parse_HundredMillionHostileRecords_AreReadOrGetOneReason() =>
        Run(100_000_000, CancellationToken.None);

    /// <summary>By the paths of a column map, of one event and of several.</summary>
    [TestCase(20_000, 1)]
    [TestCase(500_000, 2, Category = "Slow")]
    public void Parse_HostileRecordsByAMap_AreReadOrGetOneReasonThatNamesTheField(int cases, int seed)
    {
        var random = new Random(seed);
        var hostile = new HostileJson(seed);
        var (flat, several) = (
            InteractionJson.CreateParser(ShopColumns.Rees46Events),
            InteractionJson.CreateParser(Inside(ShopColumns.Rees46Events)));
        var good = """{"event_time":0,"event_type":"view","product_id":1}"""u8.ToArray();
        byte[] goodLines = [.. """{"rows":["""u8, .. good, (byte)',', .. good, .. "]}"u8];
        var values = new List<(Interaction Value, DateTimeOffset EventTime)>();
        var (read, refused) = (0, 0);
        for (var i = 0; i < cases; i++)
        {
            var (one, other) = (hostile.Next(), hostile.Next());
            var isFlat = random.Next(2) == 0;
            byte[] json = isFlat ? one : [.. """{"rows":["""u8, .. one, (byte)',', .. other, .. "]}"u8];
            values.Clear();
            var reason = (isFlat ? flat : several).ParseAll(Records.Of(json), values, out _);
            _ = reason is null ? read++ : refused++;
            Assert.That(reason is null ? values.TrueForAll(each => IsSound(each.Value)) : Names(reason), () =>
                $"case {i}: {reason}: {Encoding.UTF8.GetString(json)}");
            if (i % 100 == 0)
            {
                values.Clear();
                Assert.That(flat.ParseAll(Records.Of(good), values, out _), Is.Null, $"after case {i}");
                Assert.That(several.ParseAll(Records.Of(goodLines), values, out _), Is.Null, $"after case {i}");
                Assert.That(values, Has.Count.EqualTo(3));
            }
        }

        TestContext.Out.WriteLine($"{read} read, {refused} refused");
        Assert.That(new[] { read, refused }, Has.All.GreaterThan(cases / 20));
    }

    private static ShopColumns Inside(ShopColumns columns) => columns with
    {
        Time = $"rows[*].{columns.Time}",
        Kind = $"rows[*].{columns.Kind}",
        Item = $"rows[*].{columns.Item}",
        User = $"rows[*].{columns.User}",
        Brand = $"rows[*].{columns.Brand}",
        Price = $"rows[*].{columns.Price}",
        Category = $"rows[*].{columns.Category}",
        CategoryPath = $"rows[*].{columns.CategoryPath}",
        Session = $"rows[*].{columns.Session}",
        Quantity = $"rows[*].{columns.Quantity}",
    };

    // A field by its name, or what is wrong with the record as a whole.
    private static bool Names(string reason) =>
        Array.Exists(OfAny, part => reason.Contains(part, StringComparison.Ordinal));

    private static void Run(int cases, CancellationToken cancellation)
    {
        var hostile = new HostileJson(seed: 20191101);
        var parser = InteractionJson.CreateParser();
        var neighbour = Records.Of("""{"event_time":0,"event_type":"view","product_id":1}"""u8.ToArray());

        // The pools of texts are made for the first text of their field.
        Assert.That(
            parser.Parse(
                Records.Of(
                    """
                    {"event_time":0,"event_type":"view","product_id":"a","user_id":"b","category_id":"c",
                    "category_code":"d","brand":"e","user_session":"f"}
                    """u8.ToArray()),
                out _,
                out _),
            Is.Null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (read, refused, worst) = (0, 0, 0L);
        for (var i = 0; i < cases; i++)
        {
            var record = Records.Of(hostile.Next());
            var start = GC.GetAllocatedBytesForCurrentThread();
            var reason = parser.Parse(record, out var value, out _);
            worst = Math.Max(worst, GC.GetAllocatedBytesForCurrentThread() - start);
            _ = reason is null ? read++ : refused++;
            if (reason is null ? !IsSound(value) : !Names(reason) || Encoding.UTF8.GetByteCount(reason) > 1024)
            {
                Assert.Fail($"case {i}: {reason}: {Encoding.UTF8.GetString(record.Message.Value)}");
            }

            if (i % 1_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                Assert.That(parser.Parse(neighbour, out _, out _), Is.Null, $"a good record after case {i}");
            }
        }

        TestContext.Out.WriteLine($"{read} read, {refused} refused, at most {worst} bytes allocated by one");
        Assert.That(read, Is.GreaterThan(cases / 20));
        Assert.That(refused, Is.GreaterThan(cases / 4));
        Assert.That(worst, Is.LessThan(64 * 1024));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(16 * 1024 * 1024));
    }

    private static bool IsSound(in Interaction value) =>
        !value.Item.IsNone
        && new[] { value.Item, value.User, value.Category }.All(
            id => id.IsNone || Id.Parse(id.ToString()) == id)
        && Math.Abs(value.Price ?? 0) <= Interaction.MaxPrice
        && value.EventTime.Year is >= 1 and <= 9999
        && new[] { value.Brand, value.CategoryPath, value.Session }.All(
            text => text is null || (text.Length is > 0 and <= 4096 && !text.Any(char.IsControl)));
}
