using RxRecs.Machines;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>
/// Tests what other shops have: small inputs that once went wrong, each with the right answer, and others of their
/// kind.
/// </summary>
[TestFixture]
[Parallelizable]
public sealed class AnyDataTests
{
    private const string Header = "event_time,event_type,product_id,price,user_id,user_session\n";
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-shop-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Columns_ByPositionAndOption_AreRead()
    {
        var file = Write("""
            1,2014-04-07T10:51:09.277Z,700000001,0
            1,2014-04-07T10:54:09.868Z,700000002,0
            2,2014-04-07T13:56:37.614Z,700000003,S

            """);
        var run = ShopConsole.Run(
            "recent", "--json", "--columns", "session=1,time=2,item=3,category=4", "--no-header", file);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            run.Json("recent").Select(line => line.GetProperty("items").ToString()),
            Is.EqualTo(new[] { "[700000002,700000001]", "[700000003]" }));
        Assert.That(run.Error, Does.Contain("by sessions instead (--per"));
    }

    [Test]
    public void Columns_ByFile_AreRead()
    {
        var map = Write("""{"session":"sessionId","user":"userId","item":"itemId","time":"eventdate"}""", "shop.json");
        var file = Write("""
            sessionId;userId;itemId;timeframe;eventdate
            1;NA;900001;526309;2016-05-09
            1;NA;900002;1031018;2016-05-09
            2;17;900003;243569;2016-05-09

            """);
        var run = ShopConsole.Run("recent", "--json", "--columns", map, file);

        Assert.That(run.Json("recent").Single().Id("user_id"), Is.EqualTo(17));
        Assert.That(run.Json("summary").Single().Id("events"), Is.EqualTo(3));
    }

    [Test]
    public void Kinds_Mapped_LeaveOthersOut()
    {
        var file = Write(
            Header + "2019-11-01 00:00:00 UTC,Purchase,1,5,1,s1\n2019-11-01 00:00:00 UTC,add_to_cart,1,5,1,s1\n"
            + "2019-11-01 00:00:00 UTC,search,1,5,1,s1\n");
        var mapped = ShopConsole.Run("rank", "--json", "--kind-map", "Purchase=purchase,add_to_cart=cart", file);
        var unmapped = ShopConsole.Run("rank", "--json", file);

        var summary = mapped.Json("summary").Single();
        Assert.That((summary.Id("events"), summary.Id("other_kinds"), summary.Id("rows")), Is.EqualTo((2, 1, 3)));
        Assert.That(mapped.Json("rank").Single().Id("pieces"), Is.EqualTo(1));
        Assert.That(unmapped.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(unmapped.Error, Does.Contain("--kind-map Purchase=purchase").And.Contain("Not one of 3 rows"));
    }

    [Test]
    public void DecimalComma_GivenOrNot_CostsNoRow()
    {
        var file = Write(
            "event_time;event_type;product_id;price;user_id\n2019-11-01 00:00:00 UTC;purchase;1;12,50;1\n"
            + "2019-11-01 00:01:00 UTC;purchase;2;7,00;2\n2019-11-01 00:02:00 UTC;purchase;3;1.234,00;2\n"
            + "2019-11-01 00:03:00 UTC;purchase;4;9;2\n");
        var given = ShopConsole.Run("rank", "--json", "--decimal-sign", ",", file);
        var guessed = ShopConsole.Run("rank", "--json", file);

        Assert.That(
            given.Json("rank").Select(line => line.Number("revenue")), Is.EquivalentTo(new[] { 12.5, 7, 1234, 9 }));
        Assert.That(guessed.Json("summary").Single().Id("events"), Is.EqualTo(4));
        Assert.That(guessed.Json("summary").Single().Id("unreadable_fields"), Is.EqualTo(3));
        Assert.That(guessed.Error, Does.Contain("--decimal-sign ,"));
    }

    [Test]
    public void NullMarkers_AreNoSessionAndNoBrand()
    {
        var file = Write(
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"
            + "2020-11-01 00:00:00 UTC,cart,1,10,NULL,NULL,5,1,NULL\n"
            + "2020-11-01 00:01:00 UTC,cart,2,10,NULL,NULL,5,2,NULL\n"
            + "2020-11-01 00:02:00 UTC,cart,3,10,\\N,\\N,5,3,\\N\n2020-11-01 00:03:00 UTC,cart,4,10,\\N,\\N,5,4,\\N\n"
            + "2020-11-01 00:04:00 UTC,cart,5,10,nan,nan,5,5,nan\n2020-11-01 00:05:00 UTC,cart,6,10,nan,nan,5,6,nan\n"
            + "2020-11-01 00:06:00 UTC,cart,7,NULL,x,acme,NULL,7,s7\n2020-11-01 00:07:00 UTC,view,8,10,x,acme,5,NA,s8\n"
            + "2020-11-01 00:08:00 UTC,view,9,10,x,acme,nan,9,s9\n");
        var carts = ShopConsole.Run("carts", "--json", "--per", "session", file);
        var brands = ShopConsole.Run("trends", "--json", "--of", "brands", "--include-partial", file);

        Assert.That(
            carts.Json("cart").Select(line => line.GetProperty("session_id").GetString()), Is.EqualTo(new[] { "s7" }));
        Assert.That(carts.Json("summary").Single().Id("events"), Is.EqualTo(9));
        var bucket = brands.Json("bucket").Single();
        Assert.That((bucket.Id("items"), bucket.Number("total")), Is.EqualTo((1, (double?)1)), "acme alone");
    }

    [Test]
    public void Quantity_OfATable_Counts()
    {
        var file = Write(
            "event_time,event_type,product_id,price,user_id,user_session,quantity\n"
            + "2019-11-01 00:00:00 UTC,purchase,1,5,1,s1,100\n2019-11-01 00:00:01 UTC,purchase,2,5,1,s1,1\n"
            + "2019-11-01 00:00:02 UTC,purchase,2,5,1,s1,1\n");
        var run = ShopConsole.Run("rank", "--json", file);

        Assert.That(Ranks(run), Is.EqualTo(new[] { ("1", 100.0, 500.0), ("2", 2, 10) }));
    }

    [Test]
    public void Quantity_Negative_IsAReturn()
    {
        var file = Write(
            "event_time,event_type,product_id,price,user_id,quantity\n2019-11-01 00:00:00 UTC,purchase,1,5,1,3\n"
            + "2019-11-01 00:00:01 UTC,purchase,2,5,1,2\n2019-11-01 00:00:02 UTC,purchase,1,5,1,-2\n"
            + "2019-11-01 00:00:03 UTC,cart,3,5,1,1\n2019-11-01 00:00:04 UTC,purchase,3,5,1,-1\n");
        var run = ShopConsole.Run("rank", "--json", file);

        Assert.That(Ranks(run), Is.EqualTo(new[] { ("2", 2.0, 10.0), ("1", 1, 5) }));
        Assert.That(
            ShopConsole.Run("carts", "--json", file).Json("cart").Single().GetProperty("items").ToString(),
            Is.EqualTo("[3]"));
        Assert.That(
            ShopConsole.Run("trends", "--json", "--include-partial", "--kinds", "purchase", file)
                .Json("bucket").Sum(line => line.Number("total")),
            Is.EqualTo(2));
        var report = ShopConsole.Run("insights", "--json", file).Json("insights").Single().GetProperty("report");
        Assert.That(
            report.GetProperty("now").Number("revenue"), Is.EqualTo(10), "bought for 25, given back for 15");
        var credited = ShopConsole.Run("attribute", "--json", file).Json("attribution_total").Single();
        Assert.That((credited.Number("revenue"), credited.Number("returned")), Is.EqualTo((25d, 15d)));
        Assert.That(
            ShopConsole.Run("attribute", file).Output, Does.Contain("of revenue, before 2 returns of 15.00."));
    }

    [Test]
    public void Price_InYen_IsNeverTooHighUnlessSaid()
    {
        var file = Write(
            Header + "2019-11-01 00:00:00 UTC,purchase,1,12800,1,s1\n2019-11-01 00:00:01 UTC,purchase,1,12800,2,s2\n"
            + "2019-11-01 00:00:02 UTC,purchase,2,480,3,s3\n");

        Assert.That(
            Ranks(ShopConsole.Run("rank", "--json", file)),
            Is.EqualTo(new[] { ("1", 2.0, 25_600.0), ("2", 1, 480) }));
        Assert.That(
            Ranks(ShopConsole.Run("rank", "--json", "--largest-price", "5000", file)),
            Is.EqualTo(new[] { ("2", 1.0, 480.0) }));
    }

    [TestCase("2019-11-01 00:00:00+00")]
    [TestCase("2019-11-01 00:00:00 -0400")]
    [TestCase("2019-11-01")]
    [TestCase("2019-11-01T10:30")]
    public void Time_AsProgramsWriteIt_IsRead(string time)
    {
        var table = Write(Header + $"{time},purchase,1,5,1,s1\n");
        var json = Write(
            $$"""{"event_time":"{{time}}","event_type":"purchase","product_id":1,"price":5,"user_id":1}""", "e.jsonl");

        Assert.That(Ranks(ShopConsole.Run("rank", "--json", table)), Is.EqualTo(new[] { ("1", 1.0, 5.0) }));
        Assert.That(Ranks(ShopConsole.Run("rank", "--json", json)), Is.EqualTo(new[] { ("1", 1.0, 5.0) }));
    }

    [TestCase("1970-01-19 10:00:00 UTC", "1970-01-19 10:00:00Z: seconds taken for milliseconds, as it seems")]
    [TestCase("2210-05-01 10:00:00 UTC", "2210-05-01 10:00:00Z: ahead of the clock)")]
    [TestCase("1999-05-01 10:00:00 UTC", "1999-05-01 10:00:00Z: before 2000)")]
    public void Times_ThatCannotBe_AreShownWithTheFirst(string time, string said)
    {
        var run = ShopConsole.Run("rank", Write(Header + $"{time},view,1,5,1,s1\n{time},view,2,5,1,s1\n"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(run.Output + run.Error, Does.Contain("2 with a time that cannot be (the first " + said));
    }

    [Test]
    public void Time_InAnotherUnit_IsSaidAndMended()
    {
        var file = Write(
            "timestamp,visitorid,event,itemid,transactionid\n1433221332,257597,view,355908,\n"
            + "1433224214,992329,transaction,248676,4000\n");
        var run = ShopConsole.Run("rank", "--json", file);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(run.Error, Does.Contain("look like seconds").And.Contain("--time-unit seconds"));
        Assert.That(run.Json("summary").Single().Id("implausible"), Is.EqualTo(2));
        Assert.That(
            Ranks(ShopConsole.Run("rank", "--json", "--time-unit", "seconds", file)).Single().Item1,
            Is.EqualTo("248676"));
    }

    [Test]
    public void Median_OfAnEvenCount_IsTheMeanOfTheMiddleTwo()
    {
        var file = Write(
            "event_time,order_id,product_id,category_id,category_code,brand,price,user_id\n"
            + "2020-04-24 12:00:00 UTC,o1,1,1,,b,40.00,1\n2020-04-24 12:00:01 UTC,o2,2,1,,b,100.00,2\n");
        var prices = ShopConsole.Run("rank", "--json", file).Json("prices").Single();

        Assert.That((prices.Number("median"), prices.Number("median_error")), Is.EqualTo(((double?)70, (double?)0)));
    }

    [Test]
    public void Median_OfManyPrices_SaysThatItIsApproximate() =>
        Assert.That(
            ShopConsole.Run("rank", Write(Header + string.Concat(Enumerable.Range(0, 2_000).Select(
                i => $"2019-11-01 00:00:00 UTC,purchase,1,{i},1,s1\n")))).Output,
            Does.Match(@"about [\d.,]+ \(within 0\.8 ?%\)"));

    [Test]
    public void Price_Missing_IsInvalidOnlyIfSaid()
    {
        var file =
            Write(Header + "2019-11-01 00:00:00 UTC,purchase,1,,1,s1\n2019-11-01 00:00:00 UTC,purchase,2,5,1,s1\n");

        Assert.That(
            ShopConsole.Run("rank", "--json", file).Json("quality").Single().Id("invalid"), Is.Zero);
        Assert.That(
            ShopConsole.Run("rank", "--json", "--missing-is-invalid", file).Json("quality").Single().Id("invalid"),
            Is.EqualTo(1));
    }

    [TestCase("cart", "remove_from_cart", 0)]
    [TestCase("remove_from_cart", "cart", 0)]
    [TestCase("purchase", "cart", 0)]
    [TestCase("cart", "purchase", 0)]
    [TestCase("view", "cart", 1)]
    [TestCase("cart", "view", 1)]
    public void Kinds_OfOneInstant_HaveAStatedOrder(string first, string second, int carts)
    {
        var file = Write(
            "event_time,event_type,product_id,user_id\n"
            + $"2020-01-01 10:00:00 UTC,{first},1,1\n2020-01-01 10:00:00 UTC,{second},1,1\n");

        Assert.That(ShopConsole.Run("carts", "--json", file).Json("cart"), Has.Count.EqualTo(carts));
    }

    [Test]
    public void Sessions_WithoutUsers_AreTakenByThemselves()
    {
        var file = Write("1 2 3\n4 2 3\n", "sessions.txt");

        Assert.That(ShopConsole.Run("recent", "--json", file).Json("recent"), Has.Count.EqualTo(2));
        Assert.That(
            ShopConsole.Run("recent", "--json", "--per", "user", file).Json("recent"), Is.Empty);
    }

    [Test]
    public void Clock_OneBadRowInOneOfTwoFiles_LosesNothingElse()
    {
        var rows = Enumerable.Range(0, 30).ToList();
        var a = rows.Select(i => Row(i, 1)).ToList();
        a.Insert(1, "2099-01-01 00:00:00 UTC,purchase,1,5,1,s1\n");
        var first = Write(Header + string.Concat(a), "a.csv");
        var second = Write(Header + string.Concat(rows.Select(i => Row(i, 2, ":30"))), "b.csv");
        foreach (var files in new[] { new[] { first, second }, [second, first] })
        {
            var summary = ShopConsole.Run(["rank", "--json", .. files]).Json("summary").Single();
            Assert.That(
                (summary.Id("rows"), summary.Id("events"), summary.Id("implausible"), summary.Id("late")),
                Is.EqualTo((61, 60, 1, 0)));
        }
    }

    [TestCase("1970-01-01 00:33:40 UTC", 0)]
    [TestCase("2099-12-31 00:00:00 UTC", 0)]
    [TestCase("2099-12-31 00:00:00 UTC", 1)]
    [TestCase("2099-12-31 00:00:00 UTC", 2)]
    public void Clock_OfABadRow_PacesNothing(string time, int place)
    {
        var rows = new List<string>
        {
            "2020-04-24 11:50:39 UTC,purchase,1,5,1,s1\n", "2020-04-24 11:50:40 UTC,purchase,2,5,1,s1\n",
        };
        rows.Insert(place, $"{time},purchase,1,5,1,s1\n");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var run = ShopConsole.Run(
            patience.Token, "rank", "--json", "--speed", "x100000", Write(Header + string.Concat(rows)));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var summary = run.Json("summary").Single();
        Assert.That((summary.Id("events"), summary.Id("implausible")), Is.EqualTo((2, 1)));
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(20)]
    public void Gaps_OfFortyDays_LoseNothing(int count)
    {
        var file = Write(Header + string.Concat(Enumerable.Range(0, count).Select(
            i => $"{new DateTime(2020, 1, 1).AddDays(i * 40):yyyy-MM-dd},purchase,1,5,1,s1\n")));

        Assert.That(ShopConsole.Run("rank", "--json", file).Json("summary").Single().Id("events"), Is.EqualTo(count));
    }

    [Test]
    public void Lateness_TooSmall_IsSaidWhereItCannotBeMissed()
    {
        var rows = Enumerable.Range(0, 100).Select(i => Row(99 - i, 1));
        var run = ShopConsole.Run("rank", Write(Header + string.Concat(rows)));

        Assert.That(run.Error, Does.StartWith("Warning: only 2 of 100 rows were used").And.Contain("--lateness 99h"));
    }

    [Test]
    public void Ids_ThatLostDigits_AreWarnedOfOnceOrRefused()
    {
        var file = Write(
            Header + "2019-11-01 00:00:00 UTC,purchase,1.48758e+18,5,1,s1\n"
            + "2019-11-01 00:00:00 UTC,purchase,1.48759e+18,5,1,s1\n2019-11-01 00:00:00 UTC,purchase,5,5,1,s1\n");
        var run = ShopConsole.Run("rank", "--json", file);

        Assert.That(run.Error, Does.Contain("2 ids lost digits").And.Contain("--refuse-rounded-ids"));
        Assert.That(
            ShopConsole.Run("rank", "--json", "--refuse-rounded-ids", file).Json("summary").Single().Id("dead"),
            Is.EqualTo(2));
    }

    [TestCase("--columns", "time=1")]
    [TestCase("--columns", "nothing.json")]
    [TestCase("--columns", "time=1,item=2,prize=3")]
    [TestCase("--time-unit", "days")]
    [TestCase("--time-zone", "Mars")]
    [TestCase("--decimal-sign", ";")]
    [TestCase("--kind-map", "a=b")]
    [TestCase("--default-kind", "none")]
    public void Option_ThatMakesNoSense_Is2(string option, string value)
    {
        var run = ShopConsole.Run("rank", option, value, Write(Header));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
    }

    private static string Row(int hour, int item, string minutes = ":00") =>
        $"{new DateTime(2019, 11, 1).AddHours(hour):yyyy-MM-dd HH}{minutes}:00 UTC,purchase,{item},5,{item},s{item}\n";

    private static IEnumerable<(string Item, double Pieces, double Revenue)> Ranks(ShopConsole run) =>
        run.Json("rank").Select(line =>
            (line.GetProperty("product_id").ToString(), line.Number("pieces")!.Value, line.Number("revenue")!.Value));

    private string Write(string text, string name = "input.csv")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
