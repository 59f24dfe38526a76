using System.Reactive.Linq;
using System.Reactive.Subjects;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Catalog;

/// <summary>Tests of item changes, in the catalog and beside events.</summary>
public sealed class ItemChangesTests
{
    private static readonly Arbitrary<ItemChange<Id>[]> Changes =
        (from item in Gen.Choose(1, 5)
         from minute in Gen.Choose(0, 6)
         from parts in Gen.Choose(0, 63)
         from value in Gen.Choose(0, 3)
         select new ItemChange<Id>(item, Shop.Start.AddMinutes(minute))
         {
             Brand = (parts & 1) == 0 ? null : $"brand {value}",
             Category = (parts & 2) == 0 ? Id.None : value + 1,
             CategoryPath = (parts & 4) == 0 ? null : $"a.{value}",
             Price = (parts & 8) == 0 ? null : value,
             IsVisible = (parts & 16) == 0 ? null : value % 2 == 0,
             IsInStock = (parts & 32) == 0 ? null : value < 2,
         }).ArrayOf().ToArbitrary();

    [Test]
    public void Apply_StatedFacts_HoldAgainstEvents()
    {
        var catalog = new ItemCatalog<Id>();
        catalog.Learn(Shop.View(1, 7, "emil") with { Price = 2 });
        catalog.Apply(new ItemChange<Id>(7, Shop.Start) { Brand = "otto", Price = 3 });
        catalog.Learn(Shop.Cart(1, 7, "emil") with { Price = 2, CategoryPath = "a" });

        catalog.TryGet(7, out var item);
        Assert.That(item, Is.EqualTo(new CatalogItem<Id>(7, new ItemFacts("otto", default, "a", 3), 1)));
    }

    [Test]
    public void Apply_AnyOrder_LeavesOfEachAttributeTheLatest() => Prop.ForAll(Changes, changes =>
    {
        var catalog = new ItemCatalog<Id>();
        Array.ForEach(changes, change => catalog.Apply(change));
        foreach (var group in changes.GroupBy(change => change.Item))
        {
            T? Latest<T>(Func<ItemChange<Id>, T?> part) => part(group.Where(change => part(change) is not null)
                .OrderBy(change => change.EventTime).LastOrDefault()); // a stable order: of equal times the later
            catalog.TryGet(group.Key, out var item);
            Assert.That(item, Is.EqualTo(new CatalogItem<Id>(
                group.Key,
                new ItemFacts(
                    Latest(change => change.Brand),
                    Latest(change => change.Category.IsNone ? (Id?)null : change.Category) ?? Id.None,
                    Latest(change => change.CategoryPath),
                    Latest(change => change.Price)),
                0)
            {
                IsHidden = Latest(change => change.IsVisible) == false,
                IsOutOfStock = Latest(change => change.IsInStock) == false,
            }));
            Assert.That(catalog.IsOffered(group.Key), Is.EqualTo(item.IsOffered));
        }
    }).Holds(cases: 300);

    [Test]
    public void Apply_AfterALaterChange_IsCounted()
    {
        var catalog = new ItemCatalog<Id>();
        catalog.Apply(new ItemChange<Id>(7, Shop.Start.AddHours(2)) { IsInStock = false });

        Assert.That(catalog.Apply(new ItemChange<Id>(7, Shop.Start) { IsInStock = true, Price = 3 }), Is.False);
        Assert.That(catalog.IsOffered(7), Is.False);
        Assert.That(catalog.OutdatedChanges, Is.EqualTo(1));
        Assert.That(catalog.TryGet(7, out var item) ? item.Facts.Price : null, Is.EqualTo(3), "nobody had stated it");
    }

    [Test]
    public void Apply_MoreItemsThanAreKept_ForgetsThoseThatAreOfferedFirst() => Prop.ForAll(Changes, changes =>
    {
        var catalog = new ItemCatalog<Id>(3);
        var kept = new List<(Id Item, bool IsOffered)>();
        var (evicted, withdrawn) = (0, 0);
        foreach (var change in changes)
        {
            if (!kept.Any(each => each.Item == change.Item) && kept.Count == 3)
            {
                var goes = kept.FindIndex(each => each.IsOffered);
                withdrawn += goes < 0 ? 1 : 0;
                kept.RemoveAt(Math.Max(goes, 0));
                evicted++;
            }

            catalog.Apply(change);
            kept.RemoveAll(each => each.Item == change.Item);
            kept.Add((change.Item, catalog.IsOffered(change.Item)));
            Assert.That(catalog.Count, Is.EqualTo(kept.Count));
            Assert.That(kept.TrueForAll(each => catalog.TryGet(each.Item, out _)), Is.True);
        }

        Assert.That(catalog.WithdrawnItems, Is.EqualTo(kept.Count(each => !each.IsOffered)));
        Assert.That(
            (catalog.EvictedItems, catalog.EvictedWithdrawnItems), Is.EqualTo(((long)evicted, (long)withdrawn)));
    }).Holds(cases: 300);

    [Test]
    public void Snapshot_CutAnywhere_GoesOnAsIfNothingHadHappened() => Prop.ForAll(Changes, Changes, (first, second) =>
    {
        var whole = new ItemCatalog<Id>(4);
        var restored = new ItemCatalog<Id>(4);
        Array.ForEach(first, change => whole.Apply(change));
        restored.Restore(new SnapshotReader(Bytes(whole)));
        Assert.That(Bytes(restored), Is.EqualTo(Bytes(whole)));
        foreach (var change in second)
        {
            Assert.That(restored.Apply(change), Is.EqualTo(whole.Apply(change)));
            restored.Learn(Shop.Cart(1, change.Item, "event") with { Price = 9 });
            whole.Learn(Shop.Cart(1, change.Item, "event") with { Price = 9 });
        }

        Assert.That(Bytes(restored), Is.EqualTo(Bytes(whole)));
    }).Holds(cases: 200);

    [Test]
    public void Popular_ItemsOutOfStock_AreLeftOut()
    {
        var catalog = new ItemCatalog<Id>();
        catalog.Learn(Shop.Purchase(1, 7));
        catalog.Learn(Shop.Purchase(1, 8));
        catalog.Apply(new ItemChange<Id>(7, Shop.Start) { IsInStock = false });

        var found = new List<CatalogItem<Id>>();
        catalog.Popular(5, found);

        Assert.That(found.Select(each => each.Item), Is.EqualTo(new Id[] { 8 }));
    }

    [Test]
    public void Change_OfNoItem_IsRefused()
    {
        Assert.That(() => new ItemChange<Id>(Id.None, Shop.Start), Throws.ArgumentException);
        Assert.That(() => new ItemCatalog<Id>().Apply(default), Throws.ArgumentException);
        Assert.That(
            () => new ItemChange<Id>(1, Shop.Start) { Price = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Apply_KnownItems_AllocatesNothing()
    {
        var catalog = new ItemCatalog<Id>();
        var changes = Enumerable.Range(0, 1_000)
            .Select(i => new ItemChange<Id>(i % 50, Shop.Start.AddSeconds(i)) { IsInStock = i % 3 != 0, Price = i })
            .ToArray();
        Array.ForEach(changes, change => catalog.Apply(change));
        Array.ForEach(changes, change => catalog.Apply(change));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var change in changes)
        {
            catalog.Apply(change);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void ShopRecommender_ItemOutOfStock_LeavesTheListAndReturns()
    {
        var recommender = Shop.Learned(Shop.ByPriority, Shop.Cart(1, 7), Shop.Cart(1, 8, hour: 1));
        recommender.Apply(new ItemChange<Id>(8, Shop.Start) { IsInStock = false });
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 7 }));

        recommender.Apply(new ItemChange<Id>(8, Shop.Start.AddHours(1)) { IsInStock = true });
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 8, 7 }));
    }

    [Test]
    public void WithChanges_UnderAnOperator_CountForTheNextRequest()
    {
        using var requests = new Subject<RecommendationRequest<Id, Id>>();
        using var changes = new Subject<ItemChange<Id>>();
        var lists = new List<string>();
        using var subscription = new[] { Shop.Cart(1, 7), Shop.Cart(1, 8, hour: 1) }.ToObservable()
            .RecommendOnDemand(requests, () =>
            {
                var shop = new ShopRecommender(Shop.ByPriority);
                return shop.WithChanges(changes, shop.Catalog);
            })
            .Subscribe(
                list => lists.Add(string.Join(' ', list.Items.Select(each => each.Item))),
                error => lists.Add(error.Message));
        var other = new Thread(() => changes.OnNext(new ItemChange<Id>(8, Shop.Start) { IsInStock = false }));
        requests.OnNext(new(1, 5));
        other.Start();
        other.Join();
        requests.OnNext(new(1, 5));
        changes.OnNext(new ItemChange<Id>(8, Shop.Start) { IsInStock = true });
        requests.OnNext(new(1, 5));
        changes.OnError(new InvalidOperationException("gone"));
        requests.OnNext(new(1, 5));

        Assert.That(lists, Is.EqualTo(new[] { "8 7", "7", "8 7", "gone" }));
        Assert.That(changes.HasObservers, Is.False);
    }

    [Test]
    public void Enrich_ChangesOnTheWay_AreBesideTheNextEvents()
    {
        using var events = new Subject<Interaction>();
        using var changes = new Subject<ItemChange<Id>>();
        var seen = new List<string>();
        using var subscription = events
            .Enrich(
                changes.StartWith(new ItemChange<Id>(7, Shop.Start) { Brand = "emil" }),
                each => each.Item,
                (_, known) => $"{known.Item} {known.Facts.Brand} {known.IsOffered}")
            .Subscribe(seen.Add, () => seen.Add("end"));
        events.OnNext(Shop.View(1, 7));
        changes.OnNext(new ItemChange<Id>(7, Shop.Start) { IsVisible = false });
        changes.OnCompleted();
        events.OnNext(Shop.View(1, 7));
        events.OnNext(Shop.View(1, 8));
        events.OnCompleted();

        Assert.That(seen, Is.EqualTo(new[] { "7 emil True", "7 emil False", "8  True", "end" }));
    }

    private static byte[] Bytes(ItemCatalog<Id> catalog)
    {
        var writer = new SnapshotWriter();
        catalog.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
