using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Interactions;

/// <summary>Tests that whatever learns of items refuses an id that is none.</summary>
public sealed class ItemValueTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TestCaseData[] Entries =
    [
        Entry("table, item", () => new NeighborTableBuilder<Id>().Add(Id.None, "mug", 1)),
        Entry("table, neighbor", () => new NeighborTableBuilder<Id>().Add("mug", Id.None, 1)),
        Entry("vectors", () => new ItemVectorsBuilder<Id>(1).TryAdd(Id.None, [1])),
        Entry("linear model", () => new LinearModelTrainer<Id>(new()).Add(["mug", Id.None], Noon)),
        Entry("catalog, event", () => new ItemCatalog<Id>().Learn(Id.None, InteractionKind.View, default)),
        Entry("catalog, entry", () => new ItemCatalog<Id>().Put(default)),
        Entry("catalog, change", () => new ItemCatalog<Id>().Apply(default)),
        Entry("next items", () => new NextItemState<Id, Id>(new()).Learn("anna", null, Id.None, Noon)),
        Entry("item model", () => Table().Learn("anna", null, Id.None, Noon)),
        Entry("similar items", () => new SimilarItemsState<Id, Id>(new()).Learn("anna", Id.None)),
        Entry("bundles", () => new BundleState<Id, Id>(new()).Learn("anna", true, null, Id.None, Noon)),
        Entry("popular of the day", () => new PopularOfDayState<Id>().Learn(Id.None, 1, Noon)),
        Entry("buy again", () => new BuyAgainState<Id, Id>().Learn("anna", Id.None, Noon)),
    ];

    [TestCaseSource(nameof(Entries))]
    public void Learn_ItemThatIsNone_IsRefused(Action learn) => Assert.That(
        () => learn(), Throws.ArgumentException.With.Message.Contains("cannot be none"));

    [Test]
    public void ThrowIfNone_Null_NamesTheArgument() => Assert.That(
        () => new NeighborTableBuilder<string>().Add("mug", null!, 1),
        Throws.ArgumentNullException.With.Property("ParamName").EqualTo("neighbor"));

    [Test]
    public void ThrowIfNone_DefaultOfAnotherType_IsAnItem()
    {
        var builder = new NeighborTableBuilder<int>();
        builder.Add(0, 1, 1);
        Assert.That(builder.PairCount, Is.EqualTo(1));
    }

    private static TestCaseData Entry(string name, Action learn) => new TestCaseData(learn).SetArgDisplayNames(name);

    private static ItemModelState<Id, Id> Table() => new(new NeighborTableBuilder<Id>().Build());
}
