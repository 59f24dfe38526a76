namespace RxRecs.Tests.Ranking;

public sealed class ItemFilterTests
{
    private static readonly ItemCatalog Catalog = Make();

    [TestCase("apparel", true)]
    [TestCase("apparel.shoes", true)]
    [TestCase("apparel.shoes.keds", false)]
    [TestCase("app", false)]
    [TestCase("shoes", false)]
    public void CategoryPaths_PathAndAllBelow_Pass(string path, bool expected) =>
        Assert.That(new ItemFilter { CategoryPaths = [path] }.Accepts(1, Catalog), Is.EqualTo(expected));

    [TestCase(10, 20, true)]
    [TestCase(10.01, null, false)]
    [TestCase(null, 9.99, false)]
    [TestCase(null, 10, true)]
    public void Prices_BandIsInclusive(double? least, double? most, bool expected) => Assert.That(
        new ItemFilter { MinPrice = (decimal?)least, MaxPrice = (decimal?)most }.Accepts(1, Catalog),
        Is.EqualTo(expected));

    [Test]
    public void EveryRule_ItemOfWhichNothingIsKnown_DoesNotPass()
    {
        ItemFilter[] filters =
        [
            new() { CategoryPaths = ["apparel"] },
            new() { Categories = new HashSet<Id> { 0, 5 } },
            new() { Brands = new HashSet<string> { "emil" } },
            new() { MinPrice = 0 },
            new() { MaxPrice = 100 },
            new() { MinCount = 1 },
        ];

        Assert.That(filters.Select(filter => filter.Accepts(1, Catalog)), Is.All.True, "the known item");
        Assert.That(filters.Select(filter => filter.Accepts(2, Catalog)), Is.All.False, "the item without fields");
        Assert.That(filters.Select(filter => filter.Accepts(3, Catalog)), Is.All.False, "the unknown item");
    }

    [Test]
    public void NoRule_AnyItem_Passes() => Assert.That(new ItemFilter().Accepts(3, Catalog), Is.True);

    [Test]
    public void Excluded_Item_DoesNotPass() =>
        Assert.That(new ItemFilter { Excluded = new HashSet<Id> { 1 } }.Accepts(1, Catalog), Is.False);

    private static ItemCatalog Make()
    {
        var catalog = new ItemCatalog();
        catalog.Learn(Shop.Purchase(1, 1, "emil") with { CategoryPath = "apparel.shoes", Category = 5, Price = 10 });
        catalog.Learn(Shop.View(1, 2));
        return catalog;
    }
}
