using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;
using RxRecs.Tests.Recommenders;

namespace RxRecs.Tests.Composition;

/// <summary>Values of foreign streams that come from another thread, and wait for an event or a request.</summary>
[NonParallelizable]
public sealed class WaitingValuesTests
{
    private const int Many = 1_000_000;
    private static readonly RecommendationSource Staff = new("Staff");

    [Test]
    public void Streams_MillionValuesWithoutAnEvent_MemoryIsFlat()
    {
        using var lists = new Subject<(Id User, Id[] Items)>();
        using var recommender = Composed((_, list) =>
            list.KeepAtMost(1, 3).Add(Staff, lists, each => each.User, each => each.Items));

        AssertFlat(i => lists.OnNext((i, [i, i + 1])));
        Assert.That(Shop.Items(recommender, Many - 1), Is.EqualTo(new Id[] { Many - 1, Many }), "the newest value");
    }

    [Test]
    public void OnlyOffered_MillionChangesWithoutAnEvent_MemoryIsFlat()
    {
        using var changes = new Subject<ItemChange<Id>>();
        using var recommender = Composed((shop, list) => list
            .AddHistory(shop.LastItemsPerUser(3))
            .OnlyOffered(changes, shop.CatalogItems(new ItemCatalogOptions { MaxItems = 10 })));

        AssertFlat(i => changes.OnNext(new(i, Shop.Start) { IsInStock = false }));
    }

    [Test]
    public void WithChanges_MillionChangesWithoutAnEvent_MemoryIsFlat()
    {
        using var changes = new Subject<ItemChange<Id>>();
        var shop = new ShopRecommender(new ShopRecommenderOptions { MaxItems = 10 });
        var recommender = shop.WithChanges(changes, shop.Catalog);

        AssertFlat(i => changes.OnNext(new(i, Shop.Start) { IsInStock = false }));
        Shop.Items(recommender, 1);
        Assert.That(shop.Catalog.IsOffered(Many - 1), Is.False, "the newest changes are kept");
        (recommender as IDisposable)?.Dispose();
    }

    /// <summary>Of each attribute the statement with the latest time counts, although the changes wait.</summary>
    [Test]
    public void WithChanges_ChangesOfAnItemThatWait_AreAllMinded([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, 40).Select(_ => Change(random)).ToArray();
        var expected = new ItemCatalog<Id>();
        foreach (var each in all)
        {
            expected.Apply(each);
        }

        using var changes = new Subject<ItemChange<Id>>();
        var recommender = new ShopRecommender();
        using var fed = recommender.WithChanges(changes, recommender.Catalog) as IDisposable;
        Array.ForEach(all, changes.OnNext);
        Shop.Items((IRecommender<Interaction, Id, Id>)fed!, 1);

        for (var item = 1; item <= 3; item++)
        {
            expected.TryGet(item, out var wanted);
            recommender.Catalog.TryGet(item, out var found);
            Assert.That(found, Is.EqualTo(wanted));
        }
    }

    /// <summary>Carts are told of by differences: those that wait give the carts that they lead to.</summary>
    [Test]
    public void AddCart_ChangesThatWait_GiveTheSameCarts([Range(1, 20)] int seed)
    {
        var carts = SampleInteractions.Disordered(new Random(seed), 120).ToObservable()
            .CartMinusPurchasePerUser(new() { AllowedLateness = SampleInteractions.Disorder, MaxItemsPerCart = 4 });
        using var waiting = new Subject<CartChange<Id, Id>>();
        using var asked = new Subject<CartChange<Id, Id>>();
        using var late = Composed(Carts(waiting));
        using var soon = Composed(Carts(asked));
        foreach (var each in carts.ToEnumerable())
        {
            waiting.OnNext(each);
            asked.OnNext(each);
            Shop.Items(soon, each.Key);
        }

        for (var user = 0; user < 8; user++)
        {
            Assert.That(Of(late, user), Is.EqualTo(Of(soon, user)), $"user {user}");
        }

        static List<(Id, double, RecommendationSource)> Of(IRecommender<Interaction, Id, Id> recommender, Id user) =>
            [.. Shop.Ask(recommender, user, 99).Select(each => (each.Item, each.Reason.Value, each.Reason.Source))
                .Order()];
    }

    [Test]
    public void Streams_SelectorThrowsForAWaitingValue_EndsTheComposition()
    {
        using var lists = new Subject<Id>();
        using var recommender = Composed((_, list) => list.Add(
            Staff, lists, each => each == 7 ? throw new FormatException("no") : each, each => [each]));
        lists.OnNext(7);

        Assert.That(() => Shop.Items(recommender, 1), Throws.TypeOf<FormatException>());
    }

    private static Action<IObservable<Interaction>, CandidateStreams<Id, Id>> Carts(
        IObservable<CartChange<Id, Id>> carts) => (shop, list) =>
    {
        list.AddCart(carts)
            .Add(Staff, Observable.Return<IReadOnlyList<Id>>([.. Enumerable.Range(0, 12).Select(i => (Id)i)]))
            .ExcludeRemoved(carts, shop.LastItemsPerUser(1));
    };

    private static ItemChange<Id> Change(Random random) => new(random.Next(1, 4), Shop.Start.AddHours(random.Next(6)))
    {
        Brand = random.Next(3) == 0 ? $"brand {random.Next(9)}" : null,
        Price = random.Next(3) == 0 ? random.Next(9) : null,
        IsVisible = random.Next(3) == 0 ? random.Next(2) == 0 : null,
        IsInStock = random.Next(3) == 0 ? random.Next(2) == 0 : null,
    };

    private static ComposedRecommender<Interaction, Id, Id> Composed(
        Action<IObservable<Interaction>, CandidateStreams<Id, Id>> compose) => new(compose);

    private static void AssertFlat(Action<int> send)
    {
        send(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i < Many; i++)
        {
            send(i);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.That(after - before, Is.LessThan(1_000_000), $"{before:N0} bytes became {after:N0}.");
    }
}
