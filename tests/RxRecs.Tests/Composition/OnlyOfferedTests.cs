using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Composition;

/// <summary>Tests of item changes as a second input of a composition.</summary>
public sealed class OnlyOfferedTests
{
    private static readonly CartOptions Sorted = new() { AllowedLateness = TimeSpan.Zero };

    [Test]
    public void OnlyOffered_ItemOutOfStock_LeavesEveryListAndReturns([Values] bool hasCatalog)
    {
        using var changes = new Subject<ItemChange<Id>>();
        using var recommender = Composed(changes, hasCatalog);
        recommender.Learn(Shop.Cart(1, 7));
        recommender.Learn(Shop.Cart(2, 8));
        recommender.Learn(Shop.Cart(1, 8, hour: 1));
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 8, 7 }));

        changes.OnNext(Change(8, isInStock: false));
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 7 }));
        Assert.That(Shop.Items(recommender, 2), Is.EqualTo(new Id[] { 7 }), "nothing of their own is left");
        Assert.That(Shop.Items(recommender, 3), Is.EqualTo(new Id[] { 7 }), "the fallback as well");

        changes.OnNext(Change(8, isInStock: true));
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 8, 7 }));
    }

    [Test]
    public void OnlyOffered_ChangesFromAnotherThread_CountForTheNextRequest()
    {
        using var changes = new Subject<ItemChange<Id>>();
        using var recommender = Composed(changes, hasCatalog: true);
        recommender.Learn(Shop.Cart(1, 7));
        var other = new Thread(() => changes.OnNext(Change(7, isInStock: false)));
        other.Start();
        other.Join();

        Assert.That(Shop.Items(recommender, 1), Is.Empty);
    }

    [Test]
    public void OnlyOffered_StatedFacts_AreSeenByOtherParts()
    {
        using var changes = new BehaviorSubject<ItemChange<Id>>(new(8, Shop.Start) { Brand = "otto" });
        using var recommender = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
        {
            var catalog = shop.CatalogItems();
            list.AddHistory(shop.LastItemsPerUser(5))
                .OnlyOffered(changes, catalog)
                .Only(new ItemFilter { Brands = new HashSet<string> { "otto" } }, catalog);
        });
        recommender.Learn(Shop.View(1, 7, "emil"));
        recommender.Learn(Shop.View(1, 8, "emil"));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 8 }));
    }

    [Test]
    public void Snapshot_OfAComposition_HasTheChanges([Values] bool hasCatalog, [Values] bool hasEnded)
    {
        using var changes = new Subject<ItemChange<Id>>();
        using var whole = Composed(changes, hasCatalog);
        whole.Learn(Shop.Cart(1, 7));
        whole.Learn(Shop.Cart(1, 8));
        changes.OnNext(Change(8, isInStock: false));
        if (hasEnded)
        {
            whole.Complete();
        }

        var writer = new SnapshotWriter();
        whole.Snapshot(writer);
        using var later = new Subject<ItemChange<Id>>();
        using var restored = Composed(later, hasCatalog);
        restored.Restore(new SnapshotReader(writer.Written.ToArray()));
        Assert.That(Shop.Items(restored, 1), Is.EqualTo(new Id[] { 7 }));

        later.OnNext(new ItemChange<Id>(8, Shop.Start.AddYears(-1)) { IsInStock = true });
        Assert.That(Shop.Items(restored, 1), Is.EqualTo(new Id[] { 7 }), "an old change that comes again");
        later.OnNext(new ItemChange<Id>(8, Shop.Start.AddYears(1)) { IsInStock = true });
        Assert.That(Shop.Items(restored, 1), Is.EqualTo(new Id[] { 8, 7 }));
    }

    private static ItemChange<Id> Change(Id item, bool isInStock) => new(item, Shop.Start) { IsInStock = isInStock };

    private static ComposedRecommender<Interaction, Id, Id> Composed(
        IObservable<ItemChange<Id>> changes, bool hasCatalog) => new((shop, list) =>
    {
        var catalog = shop.CatalogItems();
        list.AddCart(shop.CartMinusPurchasePerUser(Sorted)).OnlyOffered(changes, hasCatalog ? catalog : null);
        list.Fallback.AddPopular(catalog);
    });
}
