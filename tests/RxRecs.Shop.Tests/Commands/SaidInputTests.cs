using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests that nothing of an input or an option is dropped, doubled or fallen back on without a word.</summary>
[TestFixture]
[Parallelizable]
public sealed class SaidInputTests
{
    private const string Header = "event_time,event_type,product_id,price,user_id,user_session\n";
    private const string Rows = Header + "2019-11-01 08:00:00 UTC,purchase,\"a,b\",5,\"x,y\",s1\n"
        + "2019-11-01 08:01:00 UTC,cart,2,5,None,s1\n";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("rxrecs-said-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void File_NamedTwice_IsRefused()
    {
        var file = Write(Rows);
        var same = Path.Combine(_folder, ".", Path.GetFileName(file));

        AssertUsage(ShopConsole.Run("rank", file, same), "is named twice, and its events would count twice");
    }

    [Test]
    public void History_NamedTwice_IsRefused()
    {
        var file = Write(Rows);

        AssertUsage(
            ShopConsole.Run(
                "lambda", "--broker", "localhost:1", "--state", _folder, "--history", $"{file},{file}"),
            "is named twice, and its events would count twice");
    }

    [Test]
    public void Columns_OfAFileThatIsNoMap_NameIt()
    {
        var file = Write(Rows);

        AssertUsage(ShopConsole.Run("rank", "--columns", file, file), $"--columns: {file} cannot be used: A column map");
    }

    [TestCase("No two items are together in 3 baskets or more (--min-together).", "--min-together", "3")]
    [TestCase("Item 2: nothing is bought together with it in 1 basket or more (--min-together).",
        "--min-together", "1", "--items", "2", "--kinds", "cart")]
    public void Bundles_OfNone_SayHowOften(string said, params string[] options) =>
        Assert.That(ShopConsole.Run(["bundles", .. options, Write(Rows)]).Output, Does.Contain(said));

    [Test]
    public void Lambda_WithLateEvents_CountsThemAsNotInItsState()
    {
        var rows = string.Concat(new[] { "08:00", "10:00", "08:30" }.Select(
            static time => $"2019-11-01 {time}:00 UTC,view,1,5,7,s1\n"));

        Assert.That(ShopConsole.Run("lambda", "--lateness", "1h", Write(Header + rows)).Output, Does.Contain(
            "The speed layer has taken 3 events, those before a restart included; 1 of this run came too late and are"));
    }

    [Test]
    public void Columns_OfAFieldGivenTwice_AreRefused() => AssertUsage(
        ShopConsole.Run("rank", "--columns", "time=event_time,item=product_id,item=brand", Write(Rows)),
        "--columns: item is given twice, as product_id and as brand.");

    [TestCase("remove=1")]
    [TestCase("1=3")]
    [TestCase("view,3")]
    public void Weight_OfAKindThatHasNone_IsRefused(string kinds) => AssertUsage(
        ShopConsole.Run("trends", "--kinds", kinds, Write(Rows)), "is not a kind and a weight");

    [Test]
    public void Kinds_GivenTwice_AreRefused() => AssertUsage(
        ShopConsole.Run("rank", "--kind-map", "a=view,a=cart", Write(Rows)), "--kind-map: a is given twice.");

    [TestCase("""{"time":"t","item":"i","item":"k"}""", "item is given twice")]
    [TestCase("""{"time":"t","item":"i","kinds":{"a":"view","a":"cart"}}""", "a is given twice")]
    public void ColumnMap_WithAMemberGivenTwice_IsRefused(string map, string problem) =>
        AssertUsage(ShopConsole.Run("rank", "--columns", Write(map, "map.json"), Write(Rows)), problem);

    [Test]
    public void Prices_BetweenWhichThereIsNone_AreRefused() => AssertUsage(
        ShopConsole.Run("recommend", "--min-price", "10", "--max-price", "5", Write(Rows)), "--max-price: no price is");

    [TestCase("rank", "--time-format")]
    [TestCase("rank", "--kind-map")]
    [TestCase("rank", "--columns")]
    [TestCase("recent", "--users")]
    [TestCase("recommend", "--table")]
    [TestCase("similar", "--vectors")]
    [TestCase("insights", "--html")]
    [TestCase("attribute", "--users")]
    [TestCase("evaluate", "--test")]
    [TestCase("lambda", "--history")]
    public void Value_ThatIsEmpty_IsRefused(string command, string option) => AssertUsage(
        ShopConsole.Run(command, option, "", Write(Rows)),
        $"{option}: the value is empty; is a variable of the shell not set?");

    [TestCase("recent --users ,")]
    [TestCase("recent --users a,,b")]
    [TestCase("forget --users ,")]
    [TestCase("similar --by cosine --items ,")]
    [TestCase("similar --users 1 --users ,")]
    [TestCase("recommend --sessions s1,")]
    [TestCase("recommend --exclude ,1")]
    [TestCase("recommend --brand ,")]
    [TestCase("evaluate --test ,")]
    [TestCase("evaluate --targets ,")]
    [TestCase("lambda --history ,")]
    [TestCase("lambda --lists-after ,")]
    [TestCase("bundles --kinds ,")]
    [TestCase("trends --kinds ,")]
    [TestCase("recommend --sources ,")]
    [TestCase("rank --null-markers ,")]
    [TestCase("rank --kind-map ,")]
    public void List_WithAnEmptyPart_IsRefused(string line)
    {
        var run = ShopConsole.Run([.. line.Split(' '), Write(Rows)]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
        var option = line.Split(' ').Last(static part => part.StartsWith("--", StringComparison.Ordinal));
        Assert.That(run.Error, Does.Contain(option));
    }

    [Test]
    public void List_OfACommaAlone_SaysWhatIsMissing() => AssertUsage(
        ShopConsole.Run("recent", "--users", ",", Write(Rows)),
        "--users: a part of ',' is empty; is a variable of the shell not set?");

    [TestCase("lambda --lists-after")]
    [TestCase("bundles --kinds")]
    [TestCase("similar --by cosine --from-kinds")]
    [TestCase("rank --default-kind")]
    public void Kind_OfRemovals_HasTwoNames(string line)
    {
        foreach (var name in new[] { "remove", "remove_from_cart" })
        {
            var run = ShopConsole.Run([.. line.Split(' '), name, Write(Rows)]);
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Success), run.Error);
        }
    }

    [TestCase("")]
    [TestCase("other.csv", "")]
    public void FileName_ThatIsEmpty_IsRefused(params string[] files) =>
        AssertUsage(ShopConsole.Run(["rank", .. files]), "FILE: the value is empty");

    [Test]
    public void Dash_ForStandardInput_SaysWhatIsMeant() => AssertUsage(ShopConsole.Run("rank", "-"), "/dev/stdin");

    [Test]
    public void Ids_WithACommaInQuotes_AreOne()
    {
        var run = ShopConsole.Run("recent", "--json", "--users", "\"x,y\"", Write(Rows));

        Assert.That(run.Json("recent").Single().Text("user_id"), Is.EqualTo("x,y"));
        Assert.That(run.Json("recent").Single().GetProperty("items").ToString(), Is.EqualTo("[\"a,b\"]"));
    }

    [Test]
    public void Kind_WithAComma_IsMappedAsAdvised()
    {
        var file = Write("event_time,event_type,product_id\n2019-11-01,\"x,y\",1\n");

        Assert.That(ShopConsole.Run("rank", file).Error, Does.Contain("--kind-map '\"x,y\"=KIND'"));
        var run = ShopConsole.Run("rank", "--json", "--kind-map", "\"x,y\"=purchase", file);
        Assert.That(run.Json("rank").Single().Id("pieces"), Is.EqualTo(1));
    }

    [TestCase("", 2)]
    [TestCase("None", 1)]
    public void NullMarkers_Given_AreTheseAndNoOthers(string markers, int carts)
    {
        var run = ShopConsole.Run(
            "carts", "--json", "--null-markers", markers, Write(Rows.Replace("purchase", "cart")));

        Assert.That(run.Json("cart"), Has.Count.EqualTo(carts));
    }

    [Test]
    public void Sessions_OfNobody_SayHowManyEventsHaveNoUser() => Assert.That(
        ShopConsole.Run("sessions", Write(Header + "2019-11-01 08:00:00 UTC,view,1,5,,s1\n")).Output,
        Does.Contain("1 event has no user and is in no list."));

    [Test]
    public void Lambda_OfNobody_SaysHowManyEventsHaveNoUser() => Assert.That(
        ShopConsole.Run("lambda", Write(Header + "2019-11-01 08:00:00 UTC,view,1,5,,s1\n")).Output,
        Does.Contain("1 event has no user and is in no list."));

    [Test]
    public void Recommend_ToAUserWhereThereAreSessionsAlone_PointsToThem() => Assert.That(
        ShopConsole.Run(
            "recommend", "--users", "s1", Write(Header + "2019-11-01 08:00:00 UTC,view,1,5,,s1\n")).Output,
        Does.Contain("No event has a user; --sessions names those of a session."));

    [Test]
    public void Train_OfNoVisit_WritesNothingAndEndsWith1()
    {
        var target = Path.Combine(_folder, "table.csv");
        var run = ShopConsole.Run(
            "train", "linear", "--output", target, Write(Header + "2019-11-01 08:00:00 UTC,view,1,5,,\n"));

        Assert.That((run.ExitCode, File.Exists(target)), Is.EqualTo((ExitCode.BadInput, false)));
        Assert.That(run.Error, Does.Contain("table.csv was not written"));
    }

    [Test]
    public void Times_OfNoUse_SayWhyInJsonToo() => Assert.That(
        ShopConsole.Run("rank", "--json", Write(Header + "1999-05-01 08:00:00 UTC,view,1,5,,\n")).Error,
        Does.Contain("1 had a time that cannot be (the first 1999-05-01 08:00:00Z: before 2000)."));

    private static void AssertUsage(ShopConsole run, string problem)
    {
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage), run.Error);
        Assert.That(run.Error, Does.Contain(problem));
    }

    private string Write(string text, string name = "input.dat")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
