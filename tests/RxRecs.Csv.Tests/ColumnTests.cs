namespace RxRecs.Csv.Tests;

/// <summary>Tables of other shops, read by a column map: small inputs that once went wrong, and others of their kind.
/// </summary>
public sealed class ColumnTests
{
    private const string Clicks = """
        1,2014-04-07T10:51:09.277Z,700000001,0
        1,2014-04-07T10:54:09.868Z,700000002,0
        2,2014-04-07T13:56:37.614Z,700000003,S

        """;

    private const string Semicolons = """
        sessionId;userId;itemId;timeframe;eventdate
        1;NA;900001;526309;2016-05-09
        1;NA;900002;1031018;2016-05-09
        2;17;900003;243569;2016-05-09

        """;

    private const string Kinds = """
        event_time,event_type,product_id,price,user_id,user_session
        2019-11-01 00:00:00 UTC,Purchase,1,5,1,s1
        2019-11-01 00:00:00 UTC,add_to_cart,1,5,1,s1
        2019-11-01 00:00:00 UTC,search,1,5,1,s1

        """;

    [Test]
    public void Positions_WithoutHeader_AreRead()
    {
        var columns = new ShopColumns { Session = "1", Time = "2", Item = "3", Category = "4", HasHeader = false };
        var reading = Reading.OfText(Clicks, new ShopFileOptions { Columns = columns });

        Assert.That(reading.Layout, Is.EqualTo(ShopFileLayout.Table));
        Assert.That(reading.Events.Select(row => row.Kind), Is.All.EqualTo(InteractionKind.View));
        Assert.That(reading.Events.Select(row => row.Session), Is.EqualTo(new[] { "1", "1", "2" }));
        Assert.That(reading.Events.Select(row => row.Item), Is.EqualTo(new Id[] { 700000001, 700000002, 700000003 }));
        Assert.That(reading.Events.Select(row => row.Category), Is.EqualTo(new Id[] { 0, 0, "S" }));
        Assert.That(reading.Events[0].EventTime, Is.EqualTo(At("2014-04-07T10:51:09.277Z")));
    }

    [Test]
    public void Adjusted_Columns_AreReadAsAdjusted()
    {
        var options = new ShopFileOptions
        {
            Columns = new ShopColumns { Time = "2", Item = "3" },
            AdjustColumns = columns => columns with { HasHeader = false, DefaultKind = InteractionKind.Cart },
        };

        Assert.That(
            Reading.OfText(Clicks, options).Events.Select(row => row.Kind),
            Is.EqualTo(Enumerable.Repeat(InteractionKind.Cart, 3)));
    }

    [Test]
    public void Elapsed_IsAddedToTheDate_OnlyWhereSaid()
    {
        var columns = new ShopColumns
        {
            Session = "sessionId",
            User = "userId",
            Item = "itemId",
            Time = "eventdate",
        };
        var days = Reading.OfText(Semicolons, new ShopFileOptions { Columns = columns });
        var times = Reading.OfText(
            Semicolons, new ShopFileOptions { Columns = columns with { Elapsed = "timeframe" } });

        Assert.That(days.Events.Select(row => row.EventTime), Is.All.EqualTo(At("2016-05-09T00:00:00Z")));
        Assert.That(days.Events.Select(row => row.User), Is.EqualTo(new Id[] { Id.None, Id.None, 17 }));
        Assert.That(days.Summary.Fields.Unknown, Is.EqualTo(2));
        Assert.That(times.Events[0].EventTime, Is.EqualTo(At("2016-05-09T00:08:46.309Z")));
    }

    [Test]
    public void Kinds_Mapped_LeaveOthersOutAndCounted()
    {
        var options = new ShopFileOptions
        {
            Columns = ShopColumns.Rees46Events with
            {
                Kinds = new Dictionary<string, InteractionKind?>
                {
                    ["Purchase"] = InteractionKind.Purchase,
                    ["add_to_cart"] = InteractionKind.Cart,
                },
                RefuseOtherKinds = false,
            },
        };
        var reading = Reading.OfText(Kinds, options);

        Assert.That(
            reading.Events.Select(row => row.Kind),
            Is.EqualTo(new[] { InteractionKind.Purchase, InteractionKind.Cart }));
        Assert.That(reading.Summary.OtherKinds, Is.EqualTo(1));
        Assert.That(
            (reading.Summary.Fields.UnnamedKinds, reading.Summary.Fields.FirstUnnamedKind),
            Is.EqualTo((1L, "line 4: event_type 'search' is named by no kind; name it with Kinds "
                + "(--kind-map search=KIND, one of view, cart, remove_from_cart, purchase, none)")));
        Assert.That(reading.DeadLetters, Is.Empty);
    }

    [Test]
    public void Kinds_NotMapped_AreDeadLettersThatSayHow()
    {
        var reading = Reading.OfText(Kinds);

        Assert.That(reading.DeadLetters, Has.Count.EqualTo(3));
        Assert.That(reading.DeadLetters[0].Reason, Does.Contain("--kind-map Purchase=purchase"));
    }

    [Test]
    public void Kinds_MappedToNothing_AreLeftOut()
    {
        var options = new ShopFileOptions
        {
            AdjustColumns = columns => columns with
            {
                Kinds = new Dictionary<string, InteractionKind?> { ["search"] = null },
            },
        };
        var reading = Reading.OfText(Kinds, options);

        Assert.That((reading.Summary.OtherKinds, reading.DeadLetters.Count), Is.EqualTo((1L, 2)));
        Assert.That(reading.Summary.Fields.FirstUnnamedKind, Is.Null, "the map names it");
    }

    [Test]
    public void Kinds_EmptyField_IsADeadLetterInAnyCase()
    {
        var options = new ShopFileOptions
        {
            Columns = new ShopColumns { Time = "1", Kind = "2", Item = "3", HasHeader = false },
        };
        var reading = Reading.OfText("2019-11-01,,5\n2019-11-01,NULL,5\n2019-11-01,like,5\n", options);

        Assert.That(
            reading.DeadLetters.Select(letter => letter.Reason),
            Is.EqualTo(new[] { "column 2 is empty", "column 2 'NULL' stands for nothing" }));
        Assert.That(reading.Summary.OtherKinds, Is.EqualTo(1));
    }

    [Test]
    public void Tabs_Quoted_AreUnquoted()
    {
        var reading = Reading.OfText(
            "event_time\tevent_type\tproduct_id\tbrand\tprice\tuser_id\tuser_session\n"
            + "2019-11-01 00:00:00 UTC\tpurchase\t1\t\"x, ltd\"\t5\t1\ts1\n"
            + "2019-11-01 00:00:01 UTC\tpurchase\t2\t\"say \"\"hi\"\"\"\t5\t1\ts1\n"
            + "2019-11-01 00:00:01 UTC\tpurchase\t3\t\"a\tb\"\t5\t1\ts1\n"
            + "2019-11-01 00:00:01 UTC\tpurchase\t4\t5\" wide\t5\t1\ts1\n");

        Assert.That(
            reading.Events.Select(row => row.Brand), Is.EqualTo(new[] { "x, ltd", "say \"hi\"", null, "5\" wide" }));
        Assert.That(reading.Summary.Fields.Unreadable, Is.EqualTo(1), "a tab is no part of a name");
    }

    [TestCase("'x, ltd'", '\'', "x, ltd")]
    [TestCase("|x, ltd|", '|', "x, ltd")]
    [TestCase("\"x", null, "\"x")]
    public void Quote_AsGiven_IsTheQuote(string field, char? quote, string brand)
    {
        var columns = new ShopColumns { Time = "time", Item = "item", Brand = "brand", Quote = quote };
        var reading = Reading.OfText(
            $"time,item,brand\n2019-11-01,1,{field}\n", new ShopFileOptions { Columns = columns });

        Assert.That(reading.Events.Single().Brand, Is.EqualTo(brand));
    }

    [TestCase("time;item\n2019-11-01;5", null)]
    [TestCase("time|item\n2019-11-01|5", null)]
    [TestCase("time\titem\n2019-11-01\t5", null)]
    [TestCase("time:item\n2019-11-01:5", ':')]
    [TestCase("time,x;item\n2019-11-01;5", ';', "time,x")]
    public void Delimiter_FoundOrGiven_SplitsTheColumns(string text, char? delimiter, string time = "time")
    {
        var columns = new ShopColumns { Time = time, Item = "item", Delimiter = delimiter };
        var reading = Reading.OfText(text, new ShopFileOptions { Columns = columns });

        Assert.That(reading.Events.Single().Item, Is.EqualTo((Id)5));
    }

    [TestCase("12,50", 12.50)]
    [TestCase("7,00", 7.00)]
    [TestCase("1.234,00", 1234.00)]
    [TestCase("9", 9)]
    [TestCase("-1.234.567,5", -1234567.5)]
    [TestCase("1 234,56", 1234.56)]
    [TestCase("1'234,56", 1234.56)]
    [TestCase("1\u00a0234,56", 1234.56)]
    [TestCase("1.23", null)]
    [TestCase("1,2,3", null)]
    [TestCase("12.34,5", null)]
    public void Price_WithADecimalComma_IsRead(string price, double? expected) =>
        Assert.That(PriceOf(price, ','), Is.EqualTo((decimal?)expected));

    [TestCase("12,50", null)]
    [TestCase("1,234", null)]
    [TestCase("1,234.50", 1234.50)]
    [TestCase("1,234,567", 1234567)]
    [TestCase("1 234.5", 1234.5)]
    [TestCase("9e12", 9e12)]
    [TestCase("9000000000001", null)]
    [TestCase("1e20", null)]
    [TestCase("1e300", null)]
    [TestCase("EUR 5", null)]
    public void Price_WithADecimalPoint_IsReadOrUnknown(string price, double? expected) =>
        Assert.That(PriceOf(price, '.'), Is.EqualTo((decimal?)expected));

    [Test]
    public void Price_OfDecimalCommaNotGiven_SaysHow()
    {
        var reading = Reading.OfText(
            "event_time;event_type;product_id;price\n2019-11-01 00:00:00 UTC;purchase;1;12,50\n");

        Assert.That(reading.Events.Single().Price, Is.Null);
        Assert.That(
            reading.Summary.Fields.FirstUnreadable,
            Is.EqualTo(
                "line 2: price '12,50' is not a number that a price can be; is a comma its decimal sign? "
                + "(--decimal-sign ,)"));
    }

    [TestCase("100", 100)]
    [TestCase("2.0", 2)]
    [TestCase("-1", -1)]
    [TestCase("", 1)]
    [TestCase("NULL", 1)]
    [TestCase("1.5", 1)]
    [TestCase("99999999999", 1)]
    public void Quantity_OfAKnownTable_IsRead(string quantity, int expected)
    {
        var reading = Reading.OfText(
            $"event_time,event_type,product_id,quantity\n2019-11-01 00:00:00 UTC,purchase,1,{quantity}\n");

        Assert.That(reading.Events.Single().Quantity, Is.EqualTo(expected));
    }

    [TestCase("NULL")]
    [TestCase("\\N")]
    [TestCase("NaN")]
    [TestCase("nan")]
    [TestCase("NA")]
    [TestCase("null")]
    public void NullMarker_InAnyOptionalField_IsUnknownAndCounted(string marker)
    {
        var row = string.Join(',', Enumerable.Repeat(marker, 6));
        var reading = Reading.OfText(Reading.Header + $"2019-10-01 00:00:00 UTC,view,1,{row}\n");

        Assert.That(
            reading.Events.Single(),
            Is.EqualTo(new Interaction(At("2019-10-01T00:00:00Z"), InteractionKind.View, Id.None, 1)));
        Assert.That((reading.Summary.Fields.Unknown, reading.Summary.Fields.Unreadable), Is.EqualTo((6L, 0L)));
    }

    [TestCase("-")]
    [TestCase("unknown")]
    [TestCase("(not set)")]
    public void NullMarkers_OfOnesOwn_ReplaceTheUsual(string marker)
    {
        var options = new ShopFileOptions
        {
            AdjustColumns = columns => columns with { NullMarkers = [marker] },
        };
        var reading = Reading.OfText(
            Reading.Header + $"2019-10-01 00:00:00 UTC,view,1,,,{marker},,{marker},NULL\n", options);

        var row = reading.Events.Single();
        Assert.That((row.Brand, row.User.IsNone, row.Session), Is.EqualTo(((string?)null, true, "NULL")));
    }

    [Test]
    public void Header_WithANameTwice_IsRefusedWhereTheMapMeansIt()
    {
        const string Text = "time,item,Item,x,x\n2024-05-01,a,b,1,2\n";
        ShopFileOptions Options(string item) =>
            new() { Columns = new ShopColumns { Time = "time", Item = item } };

        Assert.That(
            () => Reading.OfText(Text, Options("item")),
            Throws.TypeOf<ShopFileException>()
                .With.Message.Contains("more than one column item; found time, item, Item")
                .And.Message.Contains("position"));
        Assert.That(Reading.OfText(Text, Options("3")).Events.Single().Item, Is.EqualTo(Id.Parse("b")));
    }

    [Test]
    public void Columns_ThatAreNotThere_AreNamed() =>
        Assert.That(
            () => Reading.OfText(
                "a,b\n", new ShopFileOptions { Columns = new ShopColumns { Time = "a", Item = "sku", User = "7" } }),
            Throws.TypeOf<ShopFileException>().With.Message.Contains("no column sku, 7; found a, b"));

    [Test]
    public void Columns_ThatMayBeMissing_AreUnknown()
    {
        var columns = new ShopColumns { Time = "a", Item = "b", User = "who?", Brand = "5?" };

        Assert.That(
            Reading.OfText("a,b\n2019-11-01,5\n", new ShopFileOptions { Columns = columns })
                .Events.Single().User.IsNone);
    }

    [Test]
    public void Name_ThatIsANumber_GoesBeforeThePosition()
    {
        var columns = new ShopColumns { Time = "2", Item = "1" };
        var reading = Reading.OfText("2,1\n2019-11-01,5\n", new ShopFileOptions { Columns = columns });

        Assert.That(reading.Events.Single().Item, Is.EqualTo((Id)5));
    }

    [TestCase("1.4875800092865987e+18", true)]
    [TestCase("1.48758E+18", true)]
    [TestCase("1.5e1", false)]
    [TestCase("1.487580009286598712e+18", false)]
    [TestCase("1.4875800092865987123e+18", false)]
    [TestCase("5802432.0", false)]
    [TestCase("5.0", false)]
    public void Id_InScientificNotation_ThatHasLostDigits_IsCountedOrRefused(string id, bool isRounded)
    {
        var text = Reading.Header + $"2019-10-01 00:00:00 UTC,view,{id},,,,,{id},\n";
        var read = Reading.OfText(text);
        var refused = Reading.OfText(
            text, new ShopFileOptions { AdjustColumns = columns => columns with { RefuseRoundedIds = true } });

        Assert.That(read.Summary.Fields.Rounded, Is.EqualTo(isRounded ? 2 : 0));
        Assert.That(refused.DeadLetters, Has.Count.EqualTo(isRounded ? 1 : 0));
    }

    private static decimal? PriceOf(string price, char decimalSign)
    {
        var options = new ShopFileOptions
        {
            Columns = new ShopColumns
            {
                Time = "1",
                Item = "2",
                Price = "3",
                HasHeader = false,
                Delimiter = ';',
                DecimalSign = decimalSign,
            },
        };
        var reading = Reading.OfText($"2019-11-01;1;{price}\n", options);
        var row = reading.Events.Single();
        Assert.That(reading.Summary.Fields.Unreadable, Is.EqualTo(row.Price is null ? 1 : 0));
        return row.Price;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);
}
