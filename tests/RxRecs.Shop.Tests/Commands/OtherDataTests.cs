using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>
/// Tests further inputs of each kind of fault in <see cref="SharedFaultTests"/>, made for this: a row of the file, how
/// it is read, and what is known of it.
/// </summary>
[TestFixture]
[Parallelizable]
public sealed class OtherDataTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-shop-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("A/b c+d%20")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    [TestCase("007")]
    [TestCase("99999999999999999999")]
    [TestCase("gid://shop/Product/7")]
    [TestCase("ärmel-größe-Ⅷ")]
    public void Id_OfAnyText_IsKept(string id) => Assert.That(
        Rank($"event_time,event_type,product_id,price,user_id\n2024-05-01,purchase,{id},5,{id}\n"),
        Is.EqualTo($"{id}:1:5"));

    [TestCase("2024-05-01|77|buyer\n", "--columns", "time=1,item=2,user=3", "--delimiter", "|")]
    [TestCase("77;2024-05-01;buyer\n", "--columns", "time=2,item=1,user=3", "--delimiter", ";")]
    [TestCase("'77'\t'2024-05-01'\t'bu''yer'\n", "--columns", "time=2,item=1,user=3", "--quote", "'")]
    public void Table_WithoutHeader_IsReadByPosition(string row, params string[] options) => Assert.That(
        Rank(row, [.. options, "--no-header", "--default-kind", "purchase"]), Is.EqualTo("77:1:0"));

    /// <summary>A row that ends early is a dead letter that names the option, and is taken with it.</summary>
    [TestCase(2, 0, "--short-rows")]
    [TestCase(1, 1)]
    public void Row_ThatEndsEarly_IsTakenWhereTheOptionSaysSo(int sold, int dead, params string[] options)
    {
        var run = Run(
            "event_time,event_type,product_id,price,brand\n2024-05-01,purchase,1\n2024-05-01,purchase,2,5,acme\n",
            options);

        Assert.That(run.Json("rank"), Has.Count.EqualTo(sold));
        Assert.That(run.Json("summary").Single().Id("dead"), Is.EqualTo(dead));
    }

    [TestCase("Buy=purchase,Look=view,Wish=none", 1, 1)]
    [TestCase("Buy=purchase,Look=none,Wish=none", 1, 2)]
    [TestCase("Buy=purchase,Look=cart,Wish=cart", 1, 0)]
    public void Kinds_OfOtherNames_AreMapped(string map, int sold, int left)
    {
        var run = Run(
            "event_time,event_type,product_id\n2024-05-01,Buy,1\n2024-05-01,Look,1\n2024-05-01,Wish,1\n",
            "--kind-map",
            map);

        Assert.That(run.Json("rank").Single().Number("pieces"), Is.EqualTo(sold));
        Assert.That(run.Json("summary").Single().Id("other_kinds"), Is.EqualTo(left));
    }

    [TestCase("\"a,b\"", "a,b")]
    [TestCase("\"\"\"a\"\"\"", "\"a\"")]
    [TestCase("5\" wide", "5\" wide")]
    [TestCase("\" padded \"", " padded ")]
    public void Brand_Quoted_IsItsText(string written, string brand) => Assert.That(
        Run($"event_time,event_type,product_id,brand,price\n2024-05-01,purchase,1,{written},5\n")
            .Json("rank").Single().Text("brand"),
        Is.EqualTo(brand));

    [TestCase("1.234.567,89", 1_234_567.89)]
    [TestCase("0,5", 0.5)]
    [TestCase("1 234,50", 1234.5)]
    [TestCase("12", 12)]
    public void Price_WithADecimalComma_IsRead(string price, double revenue) => Assert.That(
        Run($"event_time;event_type;product_id;price\n2024-05-01;purchase;1;{price}\n", "--decimal-sign", ",")
            .Json("rank").Single().Number("revenue"),
        Is.EqualTo(revenue));

    [TestCase("-", "-,n/a")]
    [TestCase("(not set)", "(not set)")]
    [TestCase("0", "0,none")]
    [TestCase("NULL", "NULL")]
    public void Marker_OfTheShop_IsNoUserAndNoBrand(string marker, string markers)
    {
        var run = Run(
            $"event_time,event_type,product_id,brand,price,user_id\n2024-05-01,purchase,7,{marker},5,{marker}\n",
            "--null-markers",
            markers);

        Assert.That(run.Json("rank").Single().Text("brand"), Is.Null);
        Assert.That(run.Json("summary").Single().Id("without_user"), Is.EqualTo(1));
    }

    [TestCase("3", "5.00", 3, 15)]
    [TestCase("2.0", "5", 2, 10)]
    [TestCase("", "5", 1, 5)]
    [TestCase("two", "5", 1, 5)]
    [TestCase("1", "8999999999999", 1, 8_999_999_999_999)]
    [TestCase("1", "9e13", 1, 0)]
    public void Quantity_AndPrice_CountAsWritten(string quantity, string price, double pieces, double revenue)
    {
        var rank = Run($"event_time,event_type,product_id,price,quantity\n2024-05-01,purchase,1,{price},{quantity}\n")
            .Json("rank").Single();

        Assert.That((rank.Number("pieces"), rank.Number("revenue")), Is.EqualTo(((double?)pieces, (double?)revenue)));
    }

    [TestCase("1714557600", "seconds")]
    [TestCase("1714557600000000", "microseconds")]
    [TestCase("1714557600000000000", "nanoseconds")]
    public void Times_InAnotherUnit_AreSaidAndRead(string time, string unit)
    {
        var text = $"timestamp,visitorid,event,itemid\n{time},1,transaction,7\n";
        var bare = ShopConsole.Run("rank", "--json", Write(text));

        Assert.That(bare.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(bare.Error, Does.Contain($"--time-unit {unit}"));
        Assert.That(Rank(text, "--time-unit", unit), Is.EqualTo("7:1:0"));
    }

    [TestCase("{\"event_time\":\"2024-05-01\",\"event_type\":\"purchase\",\"product_id\":\"7\",\"price\":5}")]
    [TestCase("{\"price\":5.0,\"product_id\":7,\"brand\":null,"
        + "\"event_type\":\"purchase\",\"event_time\":1714557600000}")]
    [TestCase("{\"x\":{\"y\":[1]},\"event_time\":\"2024-05-01T10:00Z\","
        + "\"event_type\":\"purchase\",\"product_id\":7,\"price\":\"5\"}")]
    public void Json_OfTheNamesOfRxRecs_IsRead(string line) => Assert.That(Rank(line + "\n"), Is.EqualTo("7:1:5"));

    [TestCase("1,2,3,4", 2.5)]
    [TestCase("5", 5)]
    [TestCase("7,7,9,100,2,2", 7)]
    [TestCase("0.01,0.02", 0.015)]
    public void Median_OfFewPrices_IsExact(string prices, double median)
    {
        var rows = prices.Split(',').Select((price, i) => $"2024-05-01T10:00:{i:00}Z,purchase,{i},{price}\n");
        var line = Run("event_time,event_type,product_id,price\n" + string.Concat(rows)).Json("prices").Single();

        Assert.That((line.Number("median"), line.Number("median_error")), Is.EqualTo(((double?)median, (double?)0)));
    }

    [TestCase("-0.01", 0)]
    [TestCase("-1", 0)]
    [TestCase("-500", 0)]
    [TestCase("0.01", 0.01)]
    public void Price_BelowNothing_IsSetAside(string price, double revenue)
    {
        var run = Run(
            $"event_time,event_type,product_id,price\n2024-05-01,purchase,1,{price}\n2024-05-01,purchase,2,5\n");

        Assert.That(run.Json("rank").Sum(line => line.Number("revenue")), Is.EqualTo(5 + revenue));
        Assert.That(run.Json("quality").Single().Id("too_small"), Is.EqualTo(revenue == 0 ? 1 : 0));
    }

    private string Rank(string text, params string[] options)
    {
        var line = Run(text, options).Json("rank").Single();
        return FormattableString.Invariant(
            $"{line.GetProperty("product_id")}:{line.Number("pieces")}:{line.Number("revenue")}");
    }

    private ShopConsole Run(string text, params string[] options)
    {
        var run = ShopConsole.Run(["rank", "--json", Write(text), .. options]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run;
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "input.dat");
        File.WriteAllText(path, text);
        return path;
    }
}
