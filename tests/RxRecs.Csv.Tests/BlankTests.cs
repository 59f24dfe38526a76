namespace RxRecs.Csv.Tests;

/// <summary>Blanks around the fields of tables, which people add for the eye and programs for a width.</summary>
[TestFixture]
[Parallelizable]
public sealed class BlankTests
{
    private static readonly ShopColumns Columns = new()
    {
        Time = "t",
        Kind = "k",
        Item = "i",
        User = "u",
        Session = "s",
        Category = "c",
        CategoryPath = "p",
        Brand = "b",
        Price = "price",
        Quantity = "n",
        Elapsed = "e",
    };

    private static readonly ShopColumns Short = new() { Time = "t", Item = "i", User = "u" };

    [TestCase(",", "2024-05-01T10:15:00Z", "cart", "i7", "7", "s1", "12", "a.b", "B C", "1.5", "2", "30")]
    [TestCase(",", "2024-05-01T10:15:00Z", "cart", "7", "u7", "s1", "x", "a.b", "B C", "-1.50", "-2", "30")]
    [TestCase(",", "2024-05-01", "view", "7.0", "7.0", "1", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL")]
    [TestCase(",", "2024-05-01", "view", "7", "", "", "", "", "", "", "", "")]
    [TestCase("\t", "2024-05-01", "view", "i7", "7", "s1", "12", "a.b", "B C", "1.5", "2", "30")]
    public void Fields_BetweenBlanks_AreThoseWithoutThem(string separator, params string[] fields)
    {
        var header = string.Join(separator, ["t", "k", "i", "u", "s", "c", "p", "b", "price", "n", "e"]);
        var plain = Read(header, string.Join(separator, fields));
        Assert.That(plain.DeadLetters, Is.Empty);
        foreach (var (before, after) in new[] { (" ", ""), ("", "  "), (" ", " ") })
        {
            var row = string.Join(separator, fields.Select(field => before + field + after));
            var read = Read(header, row);

            Assert.That(read.DeadLetters, Is.Empty);
            Assert.That(read.Events, Is.EqualTo(plain.Events));
            Assert.That(
                (read.Summary.Fields.Unreadable, read.Summary.Fields.Unknown),
                Is.EqualTo((plain.Summary.Fields.Unreadable, plain.Summary.Fields.Unknown)));
        }
    }

    [Test]
    public void Field_OfBlanksAlone_IsEmpty()
    {
        var read = Read("t,i,u", "2024-05-01,  ,7\n2024-05-01,7,  ", Short);

        Assert.That(read.DeadLetters.Single().Reason, Is.EqualTo("i is empty"));
        Assert.That(read.Events.Single().User, Is.EqualTo(Id.None));
    }

    [Test]
    public void Blanks_InQuotes_AreTheTexts()
    {
        var read = Read("t,i,u", "2024-05-01,\" 7\",\"u \"", Short);

        Assert.That(
            read.Events.Select(next => (next.Item.ToString(), next.User.ToString())),
            Is.EqualTo(new[] { (" 7", "u ") }));
    }

    [Test]
    public void Text_InJson_StaysAsItIs()
    {
        var read = Reading.OfText(
            """{"event_time":"2024-05-01T00:00:00Z","event_type":"view","product_id":" 7","user_id":"7 "}""" + "\n");

        Assert.That(read.Events.Single().Item.ToString(), Is.EqualTo(" 7"));
        Assert.That(read.Events.Single().User.ToString(), Is.EqualTo("7 "));
    }

    [TestCase("Purchase", "Purchase=purchase")]
    [TestCase("CART", "CART=cart")]
    [TestCase("transaction", "transaction=purchase")]
    [TestCase("add_to_cart", "add_to_cart=cart")]
    [TestCase("Remove From Cart", "'Remove From Cart=remove_from_cart'")]
    [TestCase("search", "search=KIND, one of view, cart, remove_from_cart, purchase, none")]
    public void Kind_ThatIsUnknown_IsAdvisedByItsLikelyMeaning(string kind, string advice)
    {
        var read = Reading.OfText(Reading.Header + Reading.GoodRow.Replace("view", kind, StringComparison.Ordinal));

        Assert.That(read.DeadLetters.Single().Reason, Does.Contain($"(--kind-map {advice})"));
    }

    [TestCase("+14:00", 1)]
    [TestCase("-14:00", 1)]
    [TestCase("+14:01", 0)]
    [TestCase("-1430", 0)]
    public void Offset_BeyondFourteenHours_IsNone(string offset, int events) => Assert.That(
        Read("t,i", $"2024-05-01T10:15:00{offset},7", new ShopColumns { Time = "t", Item = "i" }).Events,
        Has.Count.EqualTo(events));

    private static Reading Read(string header, string rows, ShopColumns? columns = null) =>
        Reading.OfText($"{header}\n{rows}\n", new ShopFileOptions { Columns = columns ?? Columns });
}
