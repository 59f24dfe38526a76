using System.Reactive.Linq;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Machines;

/// <summary>Options that cannot mean anything are refused, by an error that says what is allowed.</summary>
public sealed class OptionBoundsTests
{
    private static readonly HashSet<InteractionKind> NoKinds = [];
    private static readonly HashSet<InteractionKind> UnknownKinds = [InteractionKind.View, (InteractionKind)99];
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TestCaseData[] Kinds =
    [
        Case("From", () => new ItemToItemOptions { From = NoKinds }),
        Case("From", () => new ItemToItemOptions { From = UnknownKinds }),
        Case("To", () => new ItemToItemOptions { To = NoKinds }),
        Case("To", () => new ItemToItemOptions { To = UnknownKinds }),
        Case("Kinds", () => new BundleOptions { Kinds = NoKinds }),
        Case("Kinds", () => new BundleOptions { Kinds = UnknownKinds }),
        Case("Kinds", () => new BundleOptions { Kinds = null! }),
        Case("Kinds", () => new NextItemOptions { Kinds = [] }),
        Case("Kinds", () => new NextItemOptions { Kinds = [(InteractionKind)99] }),
        Case("from", () => ItemToItemOptions.CrossOccurrence((InteractionKind)99, InteractionKind.View)),
        Case("to", () => ItemToItemOptions.CrossOccurrence(InteractionKind.View, (InteractionKind)99)),
        Case("kind", () => new Interaction(Noon, (InteractionKind)99, "anna", "mug")),
        Case("kind", () => new ItemCatalog<Id>().Learn("mug", (InteractionKind)99, default)),
    ];

    private static readonly TestCaseData[] Crossed =
    [
        Case("LowestPrice", () => _ = None.SalesRanking(3, new() { LowestPrice = 5, HighestPrice = 1 })),
        Case("Earliest", () => _ = None.Sanitize(new() { Earliest = Noon, Latest = Noon.AddDays(-1) })),
        Case("SmallestNumber", () => _ = None.Sanitize(new() { SmallestNumber = 5, LargestNumber = 1 })),
        Case("MinPrice", () => new ShopRecommender(new() { Filter = new() { MinPrice = 5, MaxPrice = 1 } })),
        Case("MinPrice", () => new ComposedRecommender<Interaction, Id, Id>((events, list) =>
            list.Only(new() { MinPrice = 5, MaxPrice = 1 }, events.CatalogItems()))),
    ];

    private static readonly TestCaseData[] NothingNamed =
    [
        Case("Brands", () => new ItemFilter { Brands = new HashSet<string>() }),
        Case("Categories", () => new ItemFilter { Categories = new HashSet<Id>() }),
        Case("CategoryPaths", () => new ItemFilter { CategoryPaths = [] }),
    ];

    private static readonly TestCaseData[] Numbers =
    [
        Case("Weight", () => new CandidateRule(RecommendationSource.History) { Weight = 1e7 }),
        Case("Weight", () => new CandidateRule(RecommendationSource.History) { Weight = double.NaN }),
        Case("Weight", () => new CandidateRule(RecommendationSource.History) { Weight = 0 }),
        Case("parts", () => new BlendRecommender<Interaction, Id, Id>((new NextItemRecommender(), 1e308))),
        Case("rise", () => new RisingWeight(Noon, TimeSpan.FromDays(1), 1e308)),
        Case("BrandWeight", () => new ContentOptions { BrandWeight = 1e308 }),
        Case("PriceWeight", () => new ContentOptions { PriceWeight = double.Epsilon }),
        Case("RarityWeight", () => new SessionKnnOptions { RarityWeight = 1e308 }),
        Case("SelfWeight", () => new PairKernelOptions { SelfWeight = 1e308 }),
        Case("SharedItemPower", () => new PairKernelOptions { SharedItemPower = 1e308 }),
        Case("Shrinkage", () => new ItemToItemOptions { Shrinkage = 1e308 }),
        Case("Regularization", () => new LinearModelOptions { Regularization = 1e308 }),
        Case("BucketSize", () => new ShopRecommenderOptions { BucketSize = TimeSpan.MaxValue }),
        Case("BucketSize", () => new ShopRecommenderOptions { BucketSize = TimeSpan.Zero }),
    ];

    private static IObservable<Interaction> None => Observable.Empty<Interaction>();

    [TestCaseSource(nameof(Kinds))]
    public void Kinds_EmptyOrUnknown_AreRefusedWithThoseThatThereAre(string name, Action make) => Assert.That(
        () => make(),
        Throws.InstanceOf<ArgumentException>()
            .With.Message.StartsWith(name).And.Message.Contains("View, Cart, Remove, Purchase"));

    [TestCaseSource(nameof(Crossed))]
    public void Bounds_Crossed_AreRefusedWithBoth(string name, Action make) => Assert.That(
        () => make(), Throws.ArgumentException.With.Message.StartsWith(name).And.Message.Contains("is above"));

    [TestCaseSource(nameof(Numbers))]
    public void Numbers_BeyondMeasure_AreRefusedByName(string name, Action make) => Assert.That(
        () => make(), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith(name));

    [TestCaseSource(nameof(NothingNamed))]
    public void Filter_RuleThatNamesNothing_IsRefusedByName(string name, Action make) => Assert.That(
        () => make(), Throws.ArgumentException.With.Message.StartsWith(name).And.Message.Contains("null takes any"));

    [Test]
    public void Graded_NoKindThatCountsHasAGrade_IsRefused() => Assert.That(
        () => ItemToItem.Recommender(ItemToItemOptions.TencentRec with
        {
            From = new HashSet<InteractionKind> { InteractionKind.Remove },
            To = new HashSet<InteractionKind> { InteractionKind.Remove },
        }),
        Throws.ArgumentException.With.Message.Contains("Graded"));

    [Test]
    public void Weights_GreatestOfAllSources_KeepTheOrderOfScores()
    {
        var options = new ShopRecommenderOptions
        {
            Sources = [.. new ShopRecommenderOptions().Sources.Select(rule => rule with { Weight = 1e6 })],
        };
        Interaction[] events = [Shop.View("anna", "mug"), Shop.Cart("anna", "pot"), Shop.View("ben", "lid")];
        var list = Shop.Ask(Shop.Learned(options, events), "anna");

        Assert.That(list.Select(each => each.Score), Is.Ordered.Descending.And.Unique);
    }

    private static TestCaseData Case(string name, Action make) => new(name, make);
}
