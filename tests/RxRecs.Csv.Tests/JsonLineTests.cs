namespace RxRecs.Csv.Tests;

/// <summary>JSON lines: RxRecs' own records, and others by the paths of a column map.</summary>
public sealed class JsonLineTests
{
    private static readonly ShopColumns Orders = new()
    {
        Time = "at",
        Item = "lines[*].sku",
        Quantity = "lines[*].n",
        User = "customer.id",
        Price = "lines[*].price.amount",
        Kind = "type",
        Kinds = new Dictionary<string, InteractionKind?> { ["order"] = InteractionKind.Purchase },
    };

    [Test]
    public void OwnRecords_AreRead()
    {
        var reading = Reading.OfText("""
            {"event_time":"2019-11-01T00:00:00Z","event_type":"view","product_id":1,"user_id":3,"user_session":"s"}
            {"event_time":"2019-11-01T00:00:01Z","event_type":"purchase","product_id":1,"user_id":3,"user_session":"s","price":5,"quantity":2}

            """);

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.JsonLines));
        Assert.That(reading.Events.Select(row => (row.Kind, row.Session, row.Price, row.Quantity)), Is.EqualTo(new[]
        {
            (InteractionKind.View, "s", (decimal?)null, 1),
            (InteractionKind.Purchase, "s", 5, 2),
        }));
    }

    [TestCase("2019-11-01")]
    [TestCase("2019-11-01 00:00:00+00")]
    [TestCase("2019-10-31 20:00:00 -0400")]
    public void OwnRecords_TakeTheTimesOfTables(string time)
    {
        var row = Reading.OfText($$"""{"event_time":"{{time}}","event_type":"view","product_id":1}""").Events.Single();

        Assert.That(row.EventTime, Is.EqualTo(DateTimeOffset.Parse("2019-11-01T00:00:00Z")));
    }

    [Test]
    public void Paths_ThroughAnArray_MakeARowOfEachElement()
    {
        var reading = Reading.OfText(
            """
            {"at":"2019-11-01","type":"order","customer":{"id":7},"lines":[{"sku":"a","n":2,"price":{"amount":"1.5"}},{"sku":"b"}]}
            {"at":"2019-11-01","type":"order","customer":{"id":[1]},"lines":[{"sku":"c","n":"x","price":1}]}

            """,
            new ShopFileOptions { Columns = Orders });

        Assert.That(reading.Events.Select(row => (row.Item, row.User, row.Price, row.Quantity)), Is.EqualTo(new[]
        {
            ((Id)"a", (Id)7, (decimal?)1.5m, 2),
            ("b", 7, null, 1),
            ("c", Id.None, null, 1),
        }));
        Assert.That(reading.Summary.Fields.Unreadable, Is.EqualTo(2), "the customer's id and the quantity");
    }

    [TestCase("""{"at":"2019-11-01","type":"order","lines":[]}""", "lines has no element")]
    [TestCase("""{"at":"2019-11-01","type":"order"}""", "lines has no element")]
    [TestCase("""{"type":"order","lines":[{"sku":1}]}""", "at is missing")]
    [TestCase("""{"at":"2019-11-01","type":"order","lines":[{"sku":{}}]}""", "lines[*].sku is not a number or a text")]
    [TestCase("""{"at":"2019-11-01","type":7.5,"lines":""", "the record is not JSON")]
    [TestCase("""{"at":"2019-11-01","lines":[{"sku":1}]}""", "type is missing")]
    public void Record_ThatGivesNoRow_IsADeadLetter(string line, string reason) =>
        Assert.That(
            Reading.OfText(line + "\n", new ShopFileOptions { Columns = Orders }).DeadLetters.Single().Reason,
            Does.StartWith(reason));

    [Test]
    public void Record_OfAnotherKindWithoutElements_IsLeftOut() =>
        Assert.That(
            Reading.OfText("""{"at":"2019-11-01","type":"page"}""", new ShopFileOptions { Columns = Orders })
                .Summary.OtherKinds,
            Is.EqualTo(1));

    [Test]
    public void Path_WithAMatchAndAPlace_IsFollowed()
    {
        var columns = new ShopColumns
        {
            Time = "t",
            Item = "items[0]",
            Session = "params[key=session].value.n",
            Brand = "params[key=none].value",
        };
        var row = Reading.OfText(
            """{"t":1572566400000,"items":["x","y"],"params":[{"key":"page"},{"key":"session","value":{"n":42}}]}""",
            new ShopFileOptions { Columns = columns }).Events.Single();

        Assert.That((row.Item, row.Session, row.Brand), Is.EqualTo(((Id)"x", "42", (string?)null)));
        Assert.That(row.EventTime, Is.EqualTo(DateTimeOffset.Parse("2019-11-01T00:00:00Z")));
    }

    [Test]
    public void Arrays_WithinArrays_AreAllRead()
    {
        var columns = new ShopColumns { Time = "visits[*].t", Item = "visits[*].hits[*].sku", User = "u" };
        var reading = Reading.OfText(
            """{"u":1,"visits":[{"t":"2019-11-01","hits":[{"sku":1},{"sku":2}]},{"t":"2019-11-02","hits":[{"sku":3}]}]}""",
            new ShopFileOptions { Columns = columns });

        Assert.That(
            reading.Events.Select(row => (row.Item, row.EventTime.Day)),
            Is.EqualTo(new (Id, int)[] { (1, 1), (2, 1), (3, 2) }));
    }

    [TestCase("a[*].t", "b[*].i")]
    [TestCase("a[", "b")]
    [TestCase("a..b", "b")]
    [TestCase("a", "[x]")]
    public void Paths_ThatMakeNoRows_AreRefused(string time, string item) =>
        Assert.That(
            () => Reading.OfText(
                "{}", new ShopFileOptions { Columns = new ShopColumns { Time = time, Item = item } }),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("--columns"));

    [Test]
    public void Members_OfNoKnownLayout_AreNamed() =>
        Assert.That(
            () => Reading.OfText("""{"sku":1,"when":2}"""),
            Throws.TypeOf<ShopFileException>()
                .With.Message.Contains("found sku, when").And.Message.Contains("--columns"));

    [Test]
    public void Adjusted_OwnRecords_TakeTheUnit() =>
        Assert.That(
            Reading.OfText(
                """{"event_time":1572566400,"event_type":"view","product_id":1}""",
                new ShopFileOptions { AdjustColumns = columns => columns with { TimeUnit = EpochUnit.Seconds } })
                .Events.Single().EventTime,
            Is.EqualTo(DateTimeOffset.Parse("2019-11-01T00:00:00Z")));
}
