using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;

namespace RxRecs.Tests.Catalog;

public sealed class ItemCatalogTests
{
    [Test]
    public void Learn_LaterRows_KeepTheFirstBrandAndTheLastPrice()
    {
        var catalog = new ItemCatalog<Id>();
        catalog.Learn(Shop.View(1, 7));
        catalog.Learn(Shop.View(1, 7, "emil") with { CategoryPath = "a.b", Category = 5, Price = 2 });
        catalog.Learn(Shop.Cart(1, 7, "other") with { CategoryPath = "c", Category = 6, Price = 3 });
        catalog.Learn(Shop.Purchase(1, 7));

        Assert.That(catalog.TryGet(7, out var item), Is.True);
        Assert.That(item, Is.EqualTo(new CatalogItem<Id>(7, new ItemFacts("emil", 5, "a.b", 3), 2)));
        Assert.That(catalog.TryGet(8, out _), Is.False);
    }

    [Test]
    public void Popular_CountNotPositive_Throws() =>
        Assert.That(() => new ItemCatalog<Id>().Popular(0, []), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Popular_AnyEvents_AgreesWithCountingThem() => Check(3_000, (catalog, events) =>
    {
        var expected = events.GroupBy(each => each.Item)
            .Select(group => (
                group.Key,
                Count: group.Count(each => each.Kind is InteractionKind.Cart or InteractionKind.Purchase)))
            .Where(each => each.Count > 0)
            .OrderByDescending(each => each.Count).ThenBy(each => each.Key).Select(each => each.Key);
        return Popular(catalog).SequenceEqual(expected);
    });

    [Test]
    public void Popular_SmallBound_ForgetsWithTheItemItsCount() => Check(5, (catalog, events) =>
        catalog.Count <= 5
            && Popular(catalog).All(
                item => events.Reverse().Select(each => each.Item).Distinct().Take(5).Contains(item)));

    [Test]
    public void Popular_BeyondTheFirstThousand_IsStillInOrder()
    {
        var catalog = new ItemCatalog<Id>();
        for (var item = 0; item < 3_000; item++)
        {
            for (var i = 0; i < 1 + (item % 3); i++)
            {
                catalog.Learn(Shop.Purchase(1, item));
            }
        }

        var found = new List<CatalogItem<Id>>();
        catalog.Popular(2_500, found);

        Assert.That(
            found.Select(each => each.Item),
            Is.EqualTo(
                Enumerable.Range(0, 3_000).OrderByDescending(item => item % 3).ThenBy(item => item).Take(2_500)
                    .Select(item => (Id)item)));
    }

    [Test]
    public void Popular_FilterRejectsAllTheFirst_FindsTheRest()
    {
        var catalog = new ItemCatalog<Id>();
        for (var item = 0; item < 2_000; item++)
        {
            catalog.Learn(Shop.Purchase(1, item));
        }

        var found = new List<CatalogItem<Id>>();
        catalog.Popular(2, found, item => item >= 1_500);

        Assert.That(found.Select(each => each.Item), Is.EqualTo(new Id[] { 1_500, 1_501 }));
    }

    [Test]
    public void Snapshot_AfterARestore_HasTheSameBytesAndAnswers() => Check(7, (catalog, events) =>
    {
        var copy = new ItemCatalog<Id>(7);
        copy.Restore(new SnapshotReader(Bytes(catalog)));
        var same = Bytes(copy).SequenceEqual(Bytes(catalog)) && Popular(copy).SequenceEqual(Popular(catalog));
        foreach (var each in events)
        {
            catalog.Learn(each);
            copy.Learn(each);
        }

        return same && Bytes(copy).SequenceEqual(Bytes(catalog)) && Popular(copy).SequenceEqual(Popular(catalog));
    });

    [Test]
    public void Restore_OtherBound_Throws() => Assert.That(
        () => new ItemCatalog<Id>(6).Restore(new SnapshotReader(Bytes(new ItemCatalog<Id>(7)))),
        Throws.TypeOf<SnapshotException>());

    private static byte[] Bytes(ItemCatalog<Id> catalog)
    {
        var writer = new SnapshotWriter();
        catalog.Snapshot(writer);
        return writer.Written.ToArray();
    }

    private static List<Id> Popular(ItemCatalog<Id> catalog)
    {
        var found = new List<CatalogItem<Id>>();
        catalog.Popular(100, found);
        return [.. found.Select(each => each.Item)];
    }

    private static void Check(int maxItems, Func<ItemCatalog<Id>, Interaction[], bool> law)
    {
        var events = (from kind in Gen.Choose(0, 3)
                      from item in Gen.Choose(0, 19)
                      select Shop.Event((InteractionKind)kind, 1, item)).ArrayOf().ToArbitrary();
        Prop.ForAll(events, each =>
        {
            var catalog = new ItemCatalog<Id>(maxItems);
            Array.ForEach(each, one => catalog.Learn(one));
            return law(catalog, each);
        }).Holds(cases: 200);
    }
}
