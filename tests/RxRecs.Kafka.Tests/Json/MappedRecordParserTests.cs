using System.Text;

namespace RxRecs.Kafka.Tests.Json;

/// <summary>Interactions of records in a form of one's own, by paths.</summary>
public sealed class MappedRecordParserTests
{
    private static readonly ShopColumns Orders = new()
    {
        Time = "created_at",
        User = "customer.id",
        Item = "lines[*].sku",
        Price = "lines[*].price",
        Quantity = "lines[*].quantity",
        Kind = "lines[*].type",
        Kinds = new Dictionary<string, InteractionKind?>
        {
            ["sale"] = InteractionKind.Purchase,
            ["gift"] = null,
        },
        RefuseOtherKinds = true,
    };

    [Test]
    public void ParseAll_AnOrder_IsAnInteractionPerLine()
    {
        var problem = Parse(
            Orders,
            """
            {"created_at":"2024-05-01T10:00:00+02:00","customer":{"id":7},"lines":[
              {"type":"sale","sku":"a/1","price":"2.50","quantity":3},
              {"type":"gift","sku":"x"},{"type":"sale","sku":5}]}
            """,
            out var values,
            out var leftOut);

        var time = new DateTimeOffset(2024, 5, 1, 8, 0, 0, TimeSpan.Zero);
        Assert.That(problem, Is.Null);
        Assert.That(leftOut, Is.EqualTo(1));
        Assert.That(values.Select(each => each.EventTime), Is.All.EqualTo(time));
        Assert.That(values.Select(each => each.Value), Is.EqualTo(new[]
        {
            new Interaction(time, InteractionKind.Purchase, 7, Id.Parse("a/1")) { Price = 2.5m, Quantity = 3 },
            new Interaction(time, InteractionKind.Purchase, 7, 5),
        }));
    }

    [TestCase("""{"created_at":"soon","lines":[{"type":"sale","sku":1}]}""", "created_at 'soon' is not a time")]
    [TestCase("""{"created_at":1714550400,"lines":[{"type":"sale","sku":1}]}""", "created_at counts seconds")]
    [TestCase(
        """{"created_at":"2024-05-01","lines":[{"type":"sale","sku":1},{"type":"sale"}]}""",
        "row 2 of 2: lines[*].sku is missing")]
    [TestCase(
        """{"created_at":"2024-05-01","lines":[{"type":"rent","sku":1},{"type":"sale","sku":2}]}""",
        "row 1 of 2: lines[*].type 'rent' is not one of sale")]
    [TestCase("""{"created_at":"2024-05-01","lines":[]}""", "lines has no element")]
    [TestCase("""{"created_at":"2024-05-01"}""", "lines has no element")]
    [TestCase("""{"created_at":"2024-05-01","lines":[""", "not JSON")]
    [TestCase("""[1]""", "lines has no element")]
    public void ParseAll_WhatIsWrong_IsOneReasonForAll(string json, string reason) =>
        Assert.That(Parse(Orders, json, out _, out _), Does.Contain(reason));

    [Test]
    public void ParseAll_OnlyKindsThatAreLeftOut_IsNothing()
    {
        var problem = Parse(
            Orders,
            """{"created_at":"2024-05-01","lines":[{"type":"gift"},{"type":"gift"}]}""",
            out var values,
            out var leftOut);

        Assert.That((problem, values.Count, leftOut), Is.EqualTo(((string?)null, 0, 2)));
    }

    [Test]
    public void ParseAll_Tombstone_SaysSo() => Assert.That(
        InteractionJson.CreateParser(Orders).ParseAll(Records.Of(null), [], out _),
        Is.EqualTo("the record has no value"));

    [Test]
    public void ParseAll_TooLarge_SaysSo() => Assert.That(
        InteractionJson.CreateParser(Orders, 10).ParseAll(Records.Of(new byte[11]), [], out _),
        Does.Contain("11 bytes"));

    [Test]
    public void Parse_OneRow_IsItsInteraction()
    {
        var parser = InteractionJson.CreateParser(
            new ShopColumns { Time = "t", Item = "i", TimeUnit = EpochUnit.Seconds });

        Assert.That(
            parser.Parse(Records.Of("""{"t":1714550400,"i":9}"""u8.ToArray()), out var value, out var time), Is.Null);
        Assert.That((value.Item, time.ToUnixTimeSeconds()), Is.EqualTo(((Id)9, 1714550400L)));
    }

    [Test]
    public void Parse_SeveralRows_IsRefused() => Assert.That(
        InteractionJson.CreateParser(Orders).Parse(
            Records.Of(
                """
                {"created_at":"2024-05-01","lines":[{"type":"sale","sku":1},{"type":"sale","sku":2}]}
                """u8.ToArray()),
            out _,
            out _),
        Does.Contain("2 interactions where one is expected"));

    [Test]
    public void CreateParser_PathsOfTwoArrays_AreRefused() => Assert.That(
        () => InteractionJson.CreateParser(new ShopColumns { Time = "a[*].t", Item = "b[*].i" }),
        Throws.TypeOf<FormatException>().With.Message.Contains("different arrays"));

    [Test]
    public void ParseAll_ManyElements_CostsNoMoreThanTheirSize()
    {
        // Elements found by their place would be 1.25 billion steps per path, a scan of the outer array as many again.
        const int Count = 50_000;
        var columns = new ShopColumns { Time = "p[k=t].v", Item = "e[*].i", User = "p[k=u].v", Session = "e[*].s[0]" };
        var json = $$"""
            {"p":[{{string.Join(',', Enumerable.Repeat("{}", Count))}},{"k":"t","v":"2024-05-01"}],
            "e":[{{string.Join(',', Enumerable.Repeat("{\"i\":1}", Count))}}]}
            """;

        Assert.That(Parse(columns, json, out var values, out _), Is.Null);
        Assert.That(values, Has.Count.EqualTo(Count));
    }

    private static string? Parse(
        ShopColumns columns,
        string json,
        out List<(Interaction Value, DateTimeOffset EventTime)> values,
        out int leftOut)
    {
        values = [];
        return InteractionJson.CreateParser(columns, 1 << 20)
            .ParseAll(Records.Of(Encoding.UTF8.GetBytes(json)), values, out leftOut);
    }
}
