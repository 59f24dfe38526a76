using System.Text.Json;
using RxRecs.Shop.Output;
using RxRecs.Shop.Reports;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests the small shared inputs that once went wrong, each with its right answer.</summary>
[TestFixture]
[Parallelizable]
[Category(Repository.DataTests)]
public sealed class SharedFaultTests
{
    [Test]
    public void TextIds_AreKeptAsTheyAre()
    {
        var cart = Run("carts", "sku-guid.csv").Json("cart").Single();

        Assert.That(cart.Text("user_id"), Is.EqualTo("anonymous:7"));
        Assert.That(cart.GetProperty("items").ToString(), Is.EqualTo("[123]"));
        Assert.That(
            Run("recent", "sku-guid.csv").Json("recent").Single(line => line.Text("user_id") == "anonymous:7")
                .GetProperty("items").ToString(),
            Is.EqualTo("[123,\"000123\"]"));
    }

    [Test]
    public void EveryCommand_OverTextIds_KeepsThemAsTheyAre()
    {
        string[] known =
        [
            "\"SKU-1001-RED/42\"", "\"000123\"", "123", "\"5e0c6b1e-6f1c-4d0e-9a55-0c9a2f7b1d01\"", "\"anonymous:7\"",
        ];
        var told = new HashSet<string>();
        foreach (var (name, run) in EveryCommand.Over(Path("sku-guid.csv"), "--json"))
        {
            Assert.That(run.ExitCode, Is.Zero, $"{name}: {run.Error}");
            Assert.That((Summary(run).Id("events"), Summary(run).Id("dead")), Is.EqualTo((5, 0)), name);
            var ids = run.Lines.SelectMany(line => Ids(JsonDocument.Parse(line).RootElement)).Distinct().ToList();

            // The demo makes a list for somebody of whom nothing is known, too.
            Assert.That(ids, Is.SubsetOf(name == "demo" ? [.. known, $"{DemoOutput.Unknown}"] : known), name);
            told.UnionWith(ids);
        }

        Assert.That(known, Is.SubsetOf(told));
    }

    [Test]
    public void Columns_ByPosition_AreRead()
    {
        var run = Run(
            "recent", "raw-clicks.dat", "--no-header", "--columns", "session=1,time=2,item=3,category=4");

        Assert.That(
            run.Json("recent").Select(line => line.GetProperty("items").ToString()),
            Is.EqualTo(new[] { "[700000002,700000001]", "[700000003]" }));
    }

    [Test]
    public void Columns_ByName_AreViewsOfWhoIsKnown()
    {
        var run = Run(
            "recent", "semicolons.csv", "--columns", "session=sessionId,user=userId,item=itemId,time=eventdate");

        Assert.That(run.Json("recent").Single().Id("user_id"), Is.EqualTo(17));
        Assert.That(
            (Summary(run).Id("events"), Summary(run).Id("without_user"), Summary(run).Id("unknown_fields")),
            Is.EqualTo((3, 2, 2)));
    }

    [Test]
    public void Kinds_MappedOrNot_AreReadOrSayHow()
    {
        var run = Run("rank", "kinds.csv", "--kind-map", "Purchase=purchase,add_to_cart=cart,search=none");
        Assert.That((Summary(run).Id("events"), Summary(run).Id("other_kinds")), Is.EqualTo((2, 1)));

        var bare = ShopConsole.Run("rank", "--json", Path("kinds.csv"));
        Assert.That(bare.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(
            bare.Error, Does.Contain("--kind-map Purchase=purchase").And.Contain("--kind-map add_to_cart=cart"));
    }

    [Test]
    public void Quotes_OfATabSeparatedTable_AreNoPartOfNames() => Assert.That(
        Run("rank", "quoted.tsv").Json("rank").Select(line => line.Text("brand")),
        Is.EquivalentTo(new[] { "x, ltd", "say \"hi\"" }));

    [TestCase("decimal-comma.csv", "--decimal-sign", ",", "3:1:1234 1:1:12.5 4:1:9 2:1:7")]
    [TestCase("quantity.csv", "--top", "9", "1:100:500 2:2:10")]
    [TestCase("yen.csv", "--by", "revenue", "1:2:25600 2:1:480")]
    [TestCase("time-date-only.csv", "--from", "2019-11-01", "1:1:5")]
    [TestCase("time-short-offset.csv", "--from", "2019-11-01", "1:1:5")]
    [TestCase("time-spaced-offset.csv", "--from", "2019-11-01T04:00:00Z", "1:1:5")]
    [TestCase("own-records.jsonl", "--top", "9", "1:1:5")]
    [TestCase("pace-1970.csv", "--speed", "x100000", "1:1:5 2:1:5")]
    public void Rank_OfTheFile_IsRight(string file, string option, string value, string expected)
    {
        var run = Run("rank", file, option, value);

        Assert.That(
            string.Join(' ', run.Json("rank").OrderByDescending(line => line.Number("revenue")).Select(line =>
                FormattableString.Invariant(
                    $"{line.Id("product_id")}:{line.Number("pieces")}:{line.Number("revenue")}"))),
            Is.EqualTo(expected));
        Assert.That(Summary(run).Id("dead"), Is.Zero);
    }

    [Test]
    public void DecimalComma_NotGiven_CostsNoRowAndSaysHow()
    {
        var run = Run("rank", "decimal-comma.csv");

        Assert.That(Summary(run).Id("events"), Is.EqualTo(4));
        Assert.That(run.Error, Does.Contain("--decimal-sign ,"));
    }

    [Test]
    public void NullMarkers_AreNeitherSessionsNorBrands()
    {
        var run = Run("carts", "null-markers.csv", "--per", "session");

        Assert.That(run.Json("cart").Single().Text("session_id"), Is.EqualTo("s7"));
        Assert.That((Summary(run).Id("events"), Summary(run).Id("without_session")), Is.EqualTo((9, 6)));
        Assert.That(
            Run("trends", "null-markers.csv", "--of", "brands", "--include-partial")
                .Json("bucket").Single().Id("items"),
            Is.EqualTo(1));
    }

    [Test]
    public void Seconds_TakenForMilliseconds_AreOfNoUseAndSaid()
    {
        var run = ShopConsole.Run("rank", "--json", Path("seconds.csv"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadInput));
        Assert.That(run.Error, Does.Contain("look like seconds").And.Contain("--time-unit seconds"));
        Assert.That(Summary(Run("rank", "seconds.csv", "--time-unit", "seconds")).Id("events"), Is.EqualTo(2));
    }

    [Test]
    public void BadClock_InOneOfTwoFiles_CostsItsRow()
    {
        var summary = Summary(Run("rank", "bad-clock-a.csv", Path("bad-clock-b.csv")));

        Assert.That(
            (summary.Id("rows"), summary.Id("events"), summary.Id("implausible"), summary.Id("late")),
            Is.EqualTo((62, 61, 1, 0)));
    }

    [Test]
    public void Median_OfTwoPrices_IsTheirMean() =>
        Assert.That(Run("rank", "median-even.csv").Json("prices").Single().Number("median"), Is.EqualTo(70));

    [Test]
    public void SimilarItems_OfAnItemThatManyHold_AreFound() => Assert.That(
        Run("similar", "many-holders.csv", "--users", "1").Json("similar").Single().Id("product_id"), Is.EqualTo(2));

    [Test]
    public void SimilarItems_OfOneWhoHadThemAll_AreNoneAndSaidToBeSo()
    {
        var run = Run("similar", "own-items.csv");

        Assert.That(
            run.Json("similar").Select(line => (line.Id("user_id"), line.Id("product_id"))),
            Is.EquivalentTo(new[] { (2L, 2L), (2, 3), (2, 4), (2, 5) }), "and never 9 for user 1, who bought it");
        Assert.That(
            run.Output, Does.Contain("User 1: nobody who shares an item holds one that this user has not had."));
    }

    [Test]
    public void Popularity_CountsTheSameKinds()
    {
        var all = Run("evaluate", "views-only.csv", "--targets", "view", "--kinds", "view").Json("evaluation")
            .Where(line => line.Text("scope") == "all events")
            .ToDictionary(line => line.Text("recommender")!, line => line.Number("hit_rate"));

        Assert.That(all["shop"], Is.EqualTo(all["popular"]).And.GreaterThan(0));
    }

    [Test]
    public void FallbackShare_CountsEveryListThatIsOne() => Assert.That(
        Run("evaluate", "fallback-list.csv", "--targets", "view", "--users", "9").Json("evaluation")[0]
            .Number("fallback_share"),
        Is.EqualTo(1));

    [TestCase("tie-cart-remove.csv")]
    [TestCase("tie-remove-cart.csv")]
    public void Carts_OfOneInstant_AreFilledBeforeTheyAreEmptied(string file)
    {
        var run = Run("carts", file);

        Assert.That(run.Json("cart"), Is.Empty);
        Assert.That(
            run.Json("cart_changes").Select(line => line.Text("change")), Is.EqualTo(new[] { "Added", "Removed" }));
    }

    /// <summary>Gives the ids of users and items in a line, as they are written there.</summary>
    private static IEnumerable<string> Ids(JsonElement line) => line.EnumerateObject().SelectMany(member =>
        (member.Name, member.Value.ValueKind) switch
        {
            ("user_id" or "product_id" or "neighbor_id", not JsonValueKind.Null) => [member.Value.GetRawText()],
            ("items", JsonValueKind.Array) => member.Value.EnumerateArray().Select(each => each.GetRawText()),
            _ => Array.Empty<string>(),
        });

    private static JsonElement Summary(ShopConsole run) => run.Json("summary").Single();

    private static string Path(string name) =>
        Repository.Data(System.IO.Path.Combine("..", "spec", "cases", "faults", name));

    private static ShopConsole Run(string command, string file, params string[] more)
    {
        var run = ShopConsole.Run([command, "--json", Path(file), .. more]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run;
    }
}
