namespace RxRecs.Tests.Catalog;

public sealed class ItemFilterTests
{
    private static readonly ItemCatalog<Id> Catalog = Make();

    [TestCase("apparel", true)]
    [TestCase("apparel.shoes", true)]
    [TestCase("apparel.shoes.keds", false)]
    [TestCase("app", false)]
    [TestCase("shoes", false)]
    public void CategoryPaths_PathAndAllBelow_Pass(string path, bool expected) =>
        Assert.That(Accepts(new ItemFilter { CategoryPaths = [path] }, 1), Is.EqualTo(expected));

    [TestCase(10, 20, true)]
    [TestCase(10.01, null, false)]
    [TestCase(null, 9.99, false)]
    [TestCase(null, 10, true)]
    public void Prices_BandIsInclusive(double? least, double? most, bool expected) => Assert.That(
        Accepts(new ItemFilter { MinPrice = (decimal?)least, MaxPrice = (decimal?)most }, 1),
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

        Assert.That(filters.Select(filter => Accepts(filter, 1)), Is.All.True, "the known item");
        Assert.That(filters.Select(filter => Accepts(filter, 2)), Is.All.False, "the item without fields");
        Assert.That(filters.Select(filter => Accepts(filter, 3)), Is.All.False, "the unknown item");
    }

    [Test]
    public void NoRule_AnyItem_Passes() => Assert.That(Accepts(new ItemFilter(), 3), Is.True);

    [Test]
    public void Excluded_Item_DoesNotPass()
    {
        var filter = new ExcludedItemsFilter<Id, Id>(new HashSet<Id> { 1 });

        Assert.That(filter.Accepts(new(9, 1), 1, RecommendationSource.Popular), Is.False);
        Assert.That(filter.Accepts(new(9, 1), 2, RecommendationSource.Popular), Is.True);
    }

    private static bool Accepts(ItemFilter filter, Id item) => new CatalogFilter<Id, Id>(filter, Catalog)
        .Accepts(new RecommendationRequest<Id, Id>(9, 1), item, RecommendationSource.Popular);

    private static ItemCatalog<Id> Make()
    {
        var catalog = new ItemCatalog<Id>();
        catalog.Learn(Shop.Purchase(1, 1, "emil") with { CategoryPath = "apparel.shoes", Category = 5, Price = 10 });
        catalog.Learn(Shop.View(1, 2));
        return catalog;
    }
}
