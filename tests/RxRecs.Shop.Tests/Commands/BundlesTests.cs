using RxRecs.Shop.Output;

namespace RxRecs.Shop.Tests.Commands;

/// <summary>Tests of items bought together or alike by content, and of lists with caps, taken apart.</summary>
[TestFixture]
[Parallelizable]
public sealed class BundlesTests
{
    // Orders {1, 2}, {1, 2, 3}, {1, 3}, {4}; 5 was only looked at.
    private const string Orders =
        """
        time,item,kind,order,brand,path,price,user
        2024-05-01T09:00:00Z,1,purchase,a,x,t.u,10,7
        2024-05-01T09:00:00Z,2,purchase,a,x,t.u,11,7
        2024-05-01T10:00:00Z,1,purchase,b,x,t.u,10,8
        2024-05-01T10:00:00Z,2,purchase,b,x,t.u,11,8
        2024-05-01T10:00:00Z,3,purchase,b,y,t.v,12,8
        2024-05-01T11:00:00Z,1,purchase,c,x,t.u,10,9
        2024-05-01T11:00:00Z,3,purchase,c,y,t.v,12,9
        2024-05-01T12:00:00Z,4,purchase,d,z,s,900,9
        2024-05-01T12:00:00Z,5,view,d,x,t,10,9

        """;

    private string _file = "";

    [SetUp]
    public void WriteFile()
    {
        _file = Path.GetTempFileName();
        File.WriteAllText(_file, Orders);
    }

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [Test]
    public void Bundles_OfAll_HaveSupportConfidenceAndLift()
    {
        var bundles = Run("bundles").Json("bundle");

        Assert.That(
            bundles.Select(each => $"{each.Id("product_id")}+{each.Id("neighbor_id")}: {each.Id("together")}"),
            Is.EqualTo(new[] { "1+2: 2", "1+3: 2" }));
        Assert.That(bundles[0].Number("support"), Is.EqualTo(.5));
        Assert.That(bundles[0].Number("confidence"), Is.EqualTo(2 / 3d).Within(1e-12));
        Assert.That(bundles[0].Number("lift"), Is.EqualTo(4 / 3d).Within(1e-12));
    }

    [Test]
    public void Why_OfItems_AddsUpTheConfidencesOverThem()
    {
        var parts = Run("bundles", "--why", "--items", "2,3").Json("contribution");

        // All baskets of 2 and of 3 have 1.
        Assert.That(
            parts.Select(each => $"{each.Id("product_id")} {each.Number("score")}: {each.Number("contribution")} by "
                + $"{each.Id("matched_item")}, {each.Text("detail")}"),
            Is.EqualTo(new[] { "1 2: 1 by 2, in 2 of 2 baskets", "1 2: 1 by 3, in 2 of 2 baskets" }));
    }

    [Test]
    public void Why_OfAll_TakesEachBundleApart()
    {
        var run = Run("bundles", "--why");

        Assert.That(
            run.Json("contribution").Select(each => (each.Id("around"), each.Id("product_id"), each.Number("score"))),
            Is.EqualTo(run.Json("bundle")
                .Select(each => (each.Id("product_id"), each.Id("neighbor_id"), each.Number("confidence")))));
        Assert.That(run.Json("contribution"), Has.All.Matches<System.Text.Json.JsonElement>(
            each => each.Text("detail") == "in 2 of 3 baskets" && each.Id("matched_item") == 1));
    }

    [Test]
    public void Bundles_OfItems_AndThoseWithout_AreSaid()
    {
        var run = Run("bundles", "--items", "2,4,5");

        Assert.That(run.Json("bundle").Select(each => each.Id("neighbor_id")), Is.EqualTo(new[] { 1 }));
        Assert.That(
            run.Output,
            Does.Contain("Item 4: nothing is bought").And.Contain("Unknown item 5: it was in no basket."));
    }

    [Test]
    public void Similar_ByContent_IsOfTheSameCategoryBrandAndPrice()
    {
        var neighbors = Run("similar", "--by", "content", "--items", "1").Json("neighbor");

        // Of t, t.u, x and the price band: 2 has all, 5 all but t.u, 3 t and the band.
        Assert.That(
            neighbors.Select(each => $"{each.Id("neighbor_id")} {each.Number("score")}"),
            Is.EqualTo(new[] { "2 1", "5 0.75", "3 0.5" }));
    }

    [TestCase("bought-together", "2 3")]
    [TestCase("item-cf", "2 3 4 5")]
    public void Similar_ByWhatUsersBuy_IsKnown(string measure, string expected) => Assert.That(
        Run("similar", "--by", measure, "--items", "1").Json("neighbor").Select(each => each.Id("neighbor_id")).Order(),
        Is.EqualTo(expected.Split(' ').Select(int.Parse)));

    [Test]
    public void Recommend_Why_AddsUpToTheScores()
    {
        var run = Run("recommend", "--why", "--users", "9", "--include-bought");
        var parts = run.Json("contribution").ToLookup(each => each.Id("product_id"));

        Assert.That(parts, Is.Not.Empty);
        foreach (var item in run.Json("recommendation"))
        {
            Assert.That(
                parts[item.Id("product_id")].Sum(part => part.Number("contribution")),
                Is.EqualTo(item.Number("score")).Within(1e-9));
        }
    }

    [Test]
    public void Recommend_Caps_AreKeptAndCounted()
    {
        var run = Run("recommend", "--users", "9", "--include-bought", "--max-per-brand", "1");
        var brands = run.Json("recommendation").Select(each => each.Text("brand")).ToList();

        Assert.That(brands, Is.Unique.And.Not.Empty);
        Assert.That(run.Output, Does.Contain("By the rule 'at most 1 per brand'"));
    }

    [Test]
    public void Recommend_LevelsWithoutACap_AreRefused()
    {
        var run = Run("recommend", "--category-levels", "1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.BadUsage));
        Assert.That(run.Error, Does.Contain("--category-levels has no effect without --max-per-category"));
    }

    private ShopConsole Run(string command, params string[] options) => ShopConsole.Run(
    [
        command, "--json", "--columns",
        "time=time,item=item,kind=kind,session=order,brand=brand,categoryPath=path,price=price,user=user",
        .. options,
        _file,
    ]);
}
