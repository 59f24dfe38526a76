using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Catalog;

/// <summary>Items alike by category path, brand and price.</summary>
public sealed class ContentTests
{
    private static readonly ItemFacts Shoe = new("emil", 5, "apparel.shoes", 30);

    private static readonly Arbitrary<Interaction[]> Events =
        (from kind in Gen.Choose(0, 3)
         from user in Gen.Choose(0, 3)
         from item in Gen.Choose(1, 12)
         from facts in Gen.Choose(0, 63)
         select new Interaction(Shop.Start, (InteractionKind)kind, user == 0 ? Id.None : user, item)
         {
             Session = user == 0 ? "visit" : null,
             Brand = facts % 3 == 0 ? null : $"brand {item % 3}",
             CategoryPath = facts % 4 == 0 ? null : $"a.{item % 2}.{item % 5}"[..(1 + (2 * (facts % 3)))],
             Category = facts % 5 == 0 ? item % 2 : Id.None,
             Price = facts % 7 == 0 ? null : item * (1 + (facts % 2)),
         }).ArrayOf().ToArbitrary();

    // Features of the shoe: apparel, apparel.shoes, category 5, emil, 16 up to 32.
    [TestCase("emil", 5, "apparel.shoes", 20, 1.0, TestName = "the same")]
    [TestCase("emil", 0, "apparel.shoes.red", 20, 4 / 5.0, TestName = "another category id, a level more")]
    [TestCase("otto", 0, "apparel.shirts", 31, 2 / 5.0, TestName = "the first level, and the price")]
    [TestCase("otto", 0, "apparel.shoesmith", 99, 1 / 5.0, TestName = "a level that only begins alike")]
    [TestCase("otto", 0, "appar", 32, 0.0, TestName = "nothing")]
    [TestCase(null, 0, null, null, 0.0, TestName = "nothing known")]
    public void Similarity_IsTheShareOfFeatures(
        string? brand, int category, string? path, int? price, double expected) =>
        Assert.That(
            new ContentOptions().Similarity(
                Shoe, new ItemFacts(brand, category == 0 ? Id.None : category, path, price)),
            Is.EqualTo(expected));

    [Test]
    public void Similarity_Weights_Count()
    {
        var options = new ContentOptions { CategoryWeight = 2, BrandWeight = 3, PriceWeight = 0 };

        // 2 x 3 for categories, 3 for the brand, of which the brand and a level are shared.
        Assert.That(options.Similarity(Shoe, new ItemFacts("emil", default, "apparel")), Is.EqualTo(5 / 9d));
        Assert.That(options.Similarity(new ItemFacts(Price: 3), Shoe), Is.Zero, "nothing that counts");
    }

    [TestCase("2", "2", "3.99", true)]
    [TestCase("2", "1.99", "2", false)]
    [TestCase("2", "0.25", "0.49", true)]
    [TestCase("2", "0.25", "0.5", false)]
    [TestCase("10", "1000", "9999.99", true)]
    [TestCase("10", "999.99", "1000", false)]
    [TestCase("2", "0", "0", true)]
    [TestCase("2", "0", "0.01", false)]
    public void Similarity_PriceBands_AreExactAtTheirEnds(string factor, string x, string y, bool isOneBand)
    {
        var options = new ContentOptions { PriceFactor = Number(factor) };

        Assert.That(
            options.Similarity(new ItemFacts(Price: Number(x)), new ItemFacts(Price: Number(y))),
            Is.EqualTo(isOneBand ? 1 : 0));
    }

    /// <summary>profile = y F, w = profile / sum, score = w F', as of reference system 004.</summary>
    [Test]
    public void Recommend_WorkedExample_IsTheProductOfProfileAndFeatures()
    {
        var recommender = ContentBased.Recommender();
        recommender.Learn(Shop.View(2, 3) with { CategoryPath = "a.b", Brand = "y" });
        recommender.Learn(Shop.View(2, 4) with { CategoryPath = "a.c", Brand = "x" });
        recommender.Learn(Shop.View(2, 5) with { CategoryPath = "c", Brand = "z" });
        recommender.Learn(Shop.View(1, 1) with { CategoryPath = "a.b", Brand = "x" });
        recommender.Learn(Shop.View(1, 2) with { CategoryPath = "a", Brand = "y" });

        // y F: a 2, a.b 1, x 1, y 1; sum 5. Item 3 has a, a.b, y: 4 / 5; item 4 a, x: 3 / 5; item 5 nothing.
        var list = Shop.Ask(recommender, 1);
        Assert.That(list.Select(each => (each.Item, each.Score)), Is.EqualTo(new[] { ((Id)3, .8), (4, .6) }));
        Assert.That(list[0].Reason.Describe(), Is.EqualTo("like what was looked at (0.8)"));
        var explained = recommender.Explain(new(1, 5), 3)!;
        Assert.That(
            explained.Contributions.Select(each => (each.MatchedItem, each.Value)),
            Is.EqualTo(new[] { ((Id)1, .4), (2, .4) }));
        Assert.That(recommender.Explain(new(1, 5), 1), Is.Null, "touched");
    }

    [Test]
    public void Recommend_EqualScores_ThePopularComesFirst()
    {
        var recommender = ContentBased.Recommender();
        foreach (var item in new[] { 5, 2, 3, 4 })
        {
            recommender.Learn(Shop.View(2, item, "x"));
        }

        recommender.Learn(Shop.Purchase(2, 4));
        recommender.Learn(Shop.View(1, 1, "x"));

        Assert.That(Shop.Items(recommender, 1, 3), Is.EqualTo(new Id[] { 4, 2, 3 }));
    }

    [Test]
    public void Recommend_AnyEvents_AgreesWithTheNaive([Values(1_000, 4)] int maxKeys) => Prop.ForAll(Events, events =>
    {
        var options = new ContentOptions { BrandWeight = 2, PriceFactor = 3 };
        var recommender = ContentBased.Recommender(ShopRecommender.Selectors, options, 3, maxKeys);
        for (var i = 0; i < events.Length; i++)
        {
            recommender.Learn(events[i]);
            if (i % 3 == 1)
            {
                recommender.Catalog.Apply(new ItemChange<Id>(events[i].Item, Shop.Start.AddMinutes(i))
                {
                    CategoryPath = "a.9",
                    IsInStock = i % 2 == 0,
                });
            }

            var request = new RecommendationRequest<Id, Id>(1, 4);
            Assert.That(
                Scored(recommender, request),
                Is.EqualTo(Naive(recommender.Catalog, History(events[..(i + 1)]), options)));
        }
    }).Holds(cases: 100);

    [Test]
    public void Snapshot_CutAnywhere_GoesOnAsIfNothingHadHappened() => Prop.ForAll(Events, Events, (first, second) =>
    {
        var whole = ContentBased.Recommender(ShopRecommender.Selectors, null, 4, 7);
        var restored = ContentBased.Recommender(ShopRecommender.Selectors, null, 4, 7);
        foreach (var each in first)
        {
            whole.Learn(each);
            restored.Learn(each with { Brand = "other" });
            Scored(whole, new(1, 5));
            Scored(restored, new(1, 5));
        }

        restored.Restore(new SnapshotReader(Bytes(whole)));
        foreach (var each in second)
        {
            whole.Learn(each);
            restored.Learn(each);
            foreach (var request in new RecommendationRequest<Id, Id>[]
                { new(1, 5), new(Id.None, 5) { Session = "visit" }, new(Id.None, 5) { Around = [each.Item] } })
            {
                Assert.That(Scored(restored, request), Is.EqualTo(Scored(whole, request)));
            }
        }

        Assert.That(Bytes(restored), Is.EqualTo(Bytes(whole)));
    }).Holds(cases: 100);

    [Test]
    public void Explain_AnyItem_AddsUpToTheScore() => Prop.ForAll(Events, events =>
    {
        var recommender = ContentBased.Recommender();
        Array.ForEach(events, recommender.Learn);
        foreach (var each in Shop.Ask(recommender, 1))
        {
            var explained = recommender.Explain(new(1, 10), each.Item)!;
            Assert.That(explained.Score, Is.EqualTo(each.Score).Within(1e-12));
        }
    }).Holds(cases: 100);

    [Test]
    public void Recommend_OnceBuffersHaveGrown_AllocatesNothing()
    {
        var recommender = ContentBased.Recommender();
        var events = Enumerable.Range(0, 2_000).Select(i => Shop.View(i % 7, i % 300, $"brand {i % 11}") with
        {
            CategoryPath = $"a.{i % 5}",
            Price = i % 300,
        }).ToArray();
        Array.ForEach(events, recommender.Learn);
        Array.ForEach(events, recommender.Learn);
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(new(3, 10), list);
        recommender.Recommend(new(3, 10), list);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var each in events)
        {
            recommender.Learn(each);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, "learning");
        before = GC.GetAllocatedBytesForCurrentThread();
        recommender.Recommend(new(3, 10), list);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, "asking");
    }

    [Test]
    public void Bounded_ItemsAndBrandsThatComeOnce_LeaveNothingBehind()
    {
        var recommender = ContentBased.Recommender(ShopRecommender.Selectors, null, 3, 10);
        var list = new List<Recommendation<Id>>();
        long before = 0;
        for (var i = 0; i < 110_000; i++)
        {
            recommender.Learn(Shop.View(i, i, $"brand {i}") with { CategoryPath = $"path.{i}", Category = i + 1 });
            if (i == 10_000)
            {
                recommender.Recommend(new(i, 5), list);
                before = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(1_000_000));
        GC.KeepAlive(recommender);
    }

    [Test]
    public void ShopRecommender_WithARuleForContent_ProposesByContent()
    {
        var options = Shop.ByPriority with { Sources = [new(RecommendationSource.Content)], Fallbacks = [] };
        var recommender = Shop.Learned(options, Shop.View(2, 3, "x"), Shop.View(2, 4, "y"), Shop.View(1, 1, "x"));

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 3 }));
        recommender.Apply(new ItemChange<Id>(4, Shop.Start) { Brand = "x" });
        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 3, 4 }));
    }

    [Test]
    public void AddContent_InAComposition_IsTheSame()
    {
        using var recommender = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
            list.AddContent(shop.LastItemsPerUser(50), shop.CatalogItems()));
        foreach (var each in new[] { Shop.View(2, 3, "x"), Shop.View(2, 4, "y"), Shop.View(1, 1, "x") })
        {
            recommender.Learn(each);
        }

        Assert.That(Shop.Items(recommender, 1), Is.EqualTo(new Id[] { 3 }));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static Id[] History(Interaction[] events) =>
    [
        .. events.Where(each => each.User == 1 && each.Kind != InteractionKind.Remove).Reverse()
            .Select(each => each.Item).Distinct().Take(3),
    ];

    private static List<(Id Item, double Score)> Naive(ItemCatalog<Id> catalog, Id[] history, ContentOptions options)
    {
        var profile = new Dictionary<string, double>();
        foreach (var (name, weight) in history.SelectMany(item => Features(catalog, item, options)))
        {
            profile[name] = profile.GetValueOrDefault(name) + weight;
        }

        var sum = profile.Values.Sum();
        return
        [
            .. Enumerable.Range(1, 12).Select(item => (Id)item)
                .Where(item => !history.Contains(item) && catalog.IsOffered(item))
                .Select(item => (
                    Item: item,
                    Score: Features(catalog, item, options)
                        .Sum(feature => profile.GetValueOrDefault(feature.Name)) / sum))
                .Where(each => each.Score > 0)
                .OrderByDescending(each => each.Score)
                .ThenByDescending(each => catalog.TryGet(each.Item, out var known) ? known.Popularity : 0)
                .ThenBy(each => each.Item).Take(4),
        ];
    }

    private static IEnumerable<(string Name, double Weight)> Features(
        ItemCatalog<Id> catalog, Id item, ContentOptions options)
    {
        catalog.TryGet(item, out var known);
        var levels = known.Facts.CategoryPath?.Split('.') ?? [];
        for (var i = 0; i < levels.Length; i++)
        {
            yield return ("path " + string.Join('.', levels.Take(i + 1)), options.CategoryWeight);
        }

        if (!known.Facts.Category.IsNone)
        {
            yield return ($"category {known.Facts.Category}", options.CategoryWeight);
        }

        if (known.Facts.Brand is { } brand)
        {
            yield return ($"brand {brand}", options.BrandWeight);
        }

        if (known.Facts.Price is { } price)
        {
            var band = Math.Floor(Math.Log((double)price + 1e-9, (double)options.PriceFactor));
            yield return ($"band {band}", options.PriceWeight);
        }
    }

    private static List<(Id Item, double Score)> Scored(
        ContentRecommender<Interaction, Id, Id> recommender, RecommendationRequest<Id, Id> request)
    {
        var list = new List<Recommendation<Id>>();
        recommender.Recommend(request, list);
        return [.. list.Select(each => (each.Item, each.Score))];
    }

    private static byte[] Bytes(ContentRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
