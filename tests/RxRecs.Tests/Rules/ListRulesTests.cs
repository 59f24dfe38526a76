using System.Reactive.Linq;
using FsCheck;
using FsCheck.Fluent;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Rules;

/// <summary>Tests of the rules that a ranked list passes before it is shown.</summary>
public sealed class ListRulesTests
{
    private static readonly ItemCatalog<Id> Catalog = MakeCatalog();

    private static readonly Arbitrary<(int[] Scores, int Count, int Most)> Lists =
        (from scores in Gen.Choose(0, 8).ArrayOf()
         from count in Gen.Choose(1, 6)
         from most in Gen.Choose(1, 3)
         select (scores, count, most)).ToArbitrary();

    private static readonly Arbitrary<int> Quarters = Gen.Choose(0, 4).ToArbitrary();

    [Test]
    public void AtMostPerBrand_AnyList_KeepsTheFirstOfEachBrand() => Prop.ForAll(Lists, each =>
    {
        var list = Ranked(each.Scores);
        var expected = list
            .Where((one, place) => BrandOf(one.Item) is not { } brand
                || list.Take(place).Count(before => BrandOf(before.Item) == brand) < each.Most)
            .Take(each.Count).Select(one => one.Item);

        Assert.That(
            Items(Apply(list, each.Count, ListRules.AtMostPerBrand(each.Most, Catalog))), Is.EqualTo(expected));
    }).Holds(cases: 200);

    [TestCase(null, "1 2 3 5 6", TestName = "whole path")]
    [TestCase(1, "1 5 6", TestName = "first level")]
    [TestCase(2, "1 2 5 6", TestName = "two levels")]
    public void AtMostPerCategory_Levels_MakeTheCategory(int? levels, string expected)
    {
        var catalog = new ItemCatalog<Id>();
        string?[] paths = ["a.b", "a.c", "a.c.d", "a.b", null, null, null];
        Id[] categories = [9, 9, 9, 9, Id.None, 7, 7];
        for (var i = 0; i < paths.Length; i++)
        {
            catalog.Learn(i + 1, InteractionKind.View, new ItemFacts(null, categories[i], paths[i]));
        }

        var list = Ranked([.. Enumerable.Range(0, 7).Select(i => 7 - i)], first: 1);
        var shown = Items(Apply(list, 7, ListRules.AtMostPerCategory(1, catalog, levels)));

        Assert.That(string.Join(' ', shown), Is.EqualTo(expected));
    }

    [Test]
    public void AtMost_OwnGroups_AreCapped() => Assert.That(
        Items(Apply(
            Ranked([5, 4, 3, 2, 1], first: 1),
            5,
            ListRules.AtMost<Id, string>(1, item => item == 2 ? null : item == 5 ? "x" : "y"))),
        Is.EqualTo(new Id[] { 1, 2, 5 }));

    [Test]
    public void Exclude_SetThatChanges_IsFollowed()
    {
        var excluded = new HashSet<Id>();
        var rule = ListRules.Exclude(excluded);
        excluded.Add(0);

        Assert.That(Items(Apply(Ranked([3, 2, 1]), 2, rule)), Is.EqualTo(new Id[] { 1, 2 }));
    }

    [Test]
    public void Exclude_ItemsBelow_HaveAPlaceBeforeAndAreNotMoved()
    {
        var run = new ListRuleRun<Id>([ListRules.Exclude(new HashSet<Id> { 0 })]);
        var list = Ranked([3, 2, 1]);
        run.Apply(list, 2);

        Assert.That(list.Select(each => each.Reason.PlaceBefore), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(run.Counts.Select(each => (each.Dropped, each.Moved)), Is.EqualTo(new[] { (1L, 0L) }));
    }

    [Test]
    public void Diversify_AnyList_IsTheNaiveOne() => Prop.ForAll(Lists, Quarters, (each, quarter) =>
    {
        var (list, lambda) = (Ranked(each.Scores), quarter / 4d);

        Assert.That(
            Items(Apply(list, each.Count, ListRules.Diversify<Id>(lambda, Similar))),
            Is.EqualTo(Naive(list, each.Count, lambda, Similar)));
    }).Holds(cases: 300);

    [Test]
    public void Diversify_ByContent_IsThatOfTheContentSimilarity() => Prop.ForAll(Lists, each =>
    {
        var list = Ranked(each.Scores);
        var options = new ContentOptions { BrandWeight = 3 };
        double Similar(Id x, Id y)
        {
            Catalog.TryGet(x, out var item);
            Catalog.TryGet(y, out var other);
            return options.Similarity(item.Facts, other.Facts);
        }

        Assert.That(
            Items(Apply(list, each.Count, ListRules.Diversify(.5, Catalog, options))),
            Is.EqualTo(Naive(list, each.Count, .5, Similar)));
    }).Holds(cases: 200);

    /// <summary>Scores 1, .9, .8, the first two alike: .5 x .9 - .5 x 1 is less than .5 x .8.</summary>
    [Test]
    public void Diversify_WorkedExample_PutsTheUnlikeOneSecond()
    {
        var run = new ListRuleRun<Id>([ListRules.Diversify<Id>(.5, (x, y) => x != 3 && y != 3 ? 1 : 0)]);
        var list = Scored((1, 1), (2, .9), (3, .8));
        run.Apply(list, 3);

        Assert.That(
            list.Select(each => (each.Item, each.Score, each.Reason.PlaceBefore)),
            Is.EqualTo(new[] { ((Id)1, 1d, 0), (3, .8, 3), (2, .9, 2) }));
        Assert.That(list[1].Reason.Describe(), Does.EndWith(", from place 3"));
        Assert.That(run.Counts, Is.EqualTo(new[] { new ListRuleCount("diversity, lambda 0.5", 0, 2) }));
    }

    [Test]
    public void Diversify_SimilarityThatIsNone_NamesTheItems() => Assert.That(
        () => Apply(Ranked([2, 1, 1]), 3, ListRules.Diversify<Id>(.5, (_, _) => double.NaN)),
        Throws.InvalidOperationException.With.Message.Contains("similarity of 1 and 0"));

    [Test]
    public void Counts_WhatIsLeftOutBelowTheShown_IsNotCounted()
    {
        var run = new ListRuleRun<Id>([ListRules.Exclude(new HashSet<Id> { 0, 4 })]);
        var list = Ranked([5, 4, 3, 2, 1]);
        run.Apply(list, 2);

        Assert.That(
            list.Select(each => (each.Item, each.Reason.PlaceBefore)), Is.EqualTo(new[] { ((Id)1, 2), (2, 3) }));
        Assert.That(run.Counts, Is.EqualTo(new[] { new ListRuleCount("excluded", 1, 0) }));
        Assert.That(run.DroppedBy(0), Is.EqualTo("excluded"));
        Assert.That(run.DroppedBy(1) ?? run.DroppedBy(9), Is.Null);
    }

    [Test]
    public void Rules_OfOnesOwn_MayNotAddItems() => Assert.That(
        () => Apply(Ranked([2, 1]), 2, new Adding()),
        Throws.InvalidOperationException.With.Message.Contains("'adding'"));

    [Test]
    public void Apply_OnceBuffersHaveGrown_AllocatesNothing()
    {
        var run = new ListRuleRun<Id>(
        [
            ListRules.Exclude(new HashSet<Id> { 3 }),
            ListRules.AtMostPerBrand(5, Catalog),
            ListRules.AtMostPerCategory(5, Catalog, 1),
            ListRules.Diversify(.7, Catalog),
        ]);
        var (ranked, list) = (Ranked([.. Enumerable.Range(0, 12)]), new List<Recommendation<Id>>());
        long allocated = 0;
        for (var i = 0; i < 5; i++)
        {
            list.Clear();
            list.AddRange(ranked);
            var before = GC.GetAllocatedBytesForCurrentThread();
            run.Apply(list, 5);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void ShopRecommender_WithCaps_LooksFurtherDown()
    {
        var options = Shop.ByPriority with { MaxPerBrand = 1 };
        var recommender = Shop.Learned(
            options, Shop.View(1, 1, "a"), Shop.View(1, 2, "a", 1), Shop.View(1, 3, "b", 2), Shop.View(1, 4, "b", 3));

        Assert.That(Shop.Items(recommender, 1, 2), Is.EqualTo(new Id[] { 4, 2 }));
        Assert.That(recommender.RuleCounts, Is.EqualTo(new[] { new ListRuleCount("at most 1 per brand", 1, 0) }));
        var explained = recommender.Explain(new(1, 2), 3);
        Assert.That(explained?.LeftOutBy, Is.EqualTo("at most 1 per brand"));
        Assert.That(recommender.Explain(new(1, 2), 2)?.LeftOutBy, Is.Null);
        Assert.That(recommender.RuleCounts[0].Dropped, Is.EqualTo(1), "To explain a list is not to show one.");
    }

    [Test]
    public void Compositions_WithRules_GiveTheListsOfTheReadyMade()
    {
        var options = Shop.ByPriority with
        {
            Sources = [new(RecommendationSource.History)],
            Fallbacks = [],
            MaxPerBrand = 2,
            MaxPerCategory = 3,
            CategoryLevels = 1,
            DiversityLambda = .4,
        };
        var readyMade = new ShopRecommender(options);
        using var composed = new ComposedRecommender<Interaction, Id, Id>((shop, list) =>
        {
            var catalog = shop.CatalogItems();
            list.AddHistory(shop.LastItemsPerUser(50)).AtMostPerBrand(2, catalog).AtMostPerCategory(3, catalog, 1)
                .Diversify(.4, catalog);
        });
        using var wrapped = new RerankedRecommender<Interaction, Id, Id>(
            new ShopRecommender(options with { MaxPerBrand = null, MaxPerCategory = null, DiversityLambda = null }),
            ListRules.AtMostPerBrand(2, readyMade.Catalog),
            ListRules.AtMostPerCategory(3, readyMade.Catalog, 1),
            ListRules.Diversify(.4, readyMade.Catalog));
        for (var i = 0; i < 60; i++)
        {
            var value = Shop.View(1, i * 7 % 23, $"brand {i % 5}", i) with
            {
                CategoryPath = $"c{i % 3}.d{i % 2}",
                Price = i,
            };
            readyMade.Learn(value);
            composed.Learn(value);
            wrapped.Learn(value);
            Assert.That(Shop.Ask(composed, 1, 6), Is.EqualTo(Shop.Ask(readyMade, 1, 6)));
            Assert.That(Shop.Ask(wrapped, 1, 6), Is.EqualTo(Shop.Ask(readyMade, 1, 6)));
        }

        Assert.That(composed.RuleCounts, Is.EqualTo(wrapped.RuleCounts));
        Assert.That(composed.RuleCounts.Sum(count => count.Dropped + count.Moved), Is.Positive);
    }

    [Test]
    public void Rerank_Lists_AreCutAndCapped()
    {
        var list = new RecommendationList<Id, Id>(1, Ranked([5, 4, 3, 2, 1])) { Session = "s" };
        var lists = Observable.Return(list)
            .Rerank(3, () => [ListRules.AtMostPerBrand(1, Catalog)]).ToEnumerable().ToList();

        Assert.That(lists[0].Session, Is.EqualTo("s"));
        Assert.That(lists[0].Items.Select(each => each.Item), Is.EqualTo(new Id[] { 0, 1, 2 }));
    }

    [Test]
    public void Rerank_ListsWithExplanations_KeepThoseOfTheItemsLeft()
    {
        var ranked = Ranked([5, 4, 3, 2, 1]);
        var list = new RecommendationList<Id, Id>(1, ranked)
        {
            Explanations = [.. ranked.Select(each => each.Item == 1 ? null : WhyOf(each))],
            RuleCounts = [new("before", 7, 0)],
        };
        var reranked = Observable.Return(list).Rerank(5, () => [ListRules.AtMostPerBrand(1, Catalog)]).Wait();

        Assert.That(
            reranked.Explanations.Select(each => each?.Item), Is.EqualTo(new Id?[] { 0, null, 2, 3 }));
        Assert.That(
            reranked.RuleCounts,
            Is.EqualTo(new ListRuleCount[] { new("before", 7, 0), new("at most 1 per brand", 1, 0) }));

        static RecommendationExplanation<Id> WhyOf(Recommendation<Id> each) => new(each.Item, each.Score, []);
    }

    [Test]
    public void Rerank_FactoryReturnsNull_EndsWithAnErrorThatNamesIt() => Assert.That(
        () => Observable.Empty<RecommendationList<Id, Id>>().Rerank(3, static () => null!).LastOrDefaultAsync().Wait(),
        Throws.InvalidOperationException.With.Message.Contains("rulesFactory"));

    [TestCase(-.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void Diversify_LambdaOutOfRange_Throws(double lambda)
    {
        Assert.That(() => ListRules.Diversify(lambda, Catalog), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ShopRecommenderOptions { DiversityLambda = lambda },
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("DiversityLambda is a number from 0"));
    }

    private static ItemCatalog<Id> MakeCatalog()
    {
        var catalog = new ItemCatalog<Id>();
        for (var item = 0; item < 12; item++)
        {
            catalog.Learn(item, InteractionKind.View, new ItemFacts(
                item % 4 == 3 ? null : $"brand {item % 4}", default, $"a.{item % 2}.{item % 3}", item));
        }

        return catalog;
    }

    private static string? BrandOf(Id item)
    {
        Catalog.TryGet(item, out var known);
        return known.Facts.Brand;
    }

    private static double Similar(Id x, Id y) =>
        BrandOf(x) == BrandOf(y) ? 1 : (x.ToString().Length + y.ToString()[^1]) % 3 / 4d;

    private static List<Id> Naive(
        List<Recommendation<Id>> list, int count, double lambda, Func<Id, Id, double> similarity)
    {
        var (left, placed) = (list.ToList(), new List<Id>());
        while (left.Count > 0 && placed.Count < count)
        {
            var greatest = list.Max(each => each.Score);
            var best = left.MaxBy(each =>
                (lambda * (greatest > 0 ? each.Score / greatest : 0))
                - ((1 - lambda) * placed.Select(before => similarity(each.Item, before)).DefaultIfEmpty().Max()));
            placed.Add(best.Item);
            left.Remove(best);
        }

        return placed;
    }

    private static List<Recommendation<Id>> Ranked(int[] scores, int first = 0) =>
        Scored([.. scores.Take(12).Order().Reverse().Select((score, place) => ((Id)(first + place), (double)score))]);

    private static List<Recommendation<Id>> Scored(params (Id Item, double Score)[] items) =>
        [.. items.Select(each => new Recommendation<Id>(
            each.Item, each.Score, new(RecommendationSource.Popular, each.Score)))];

    private static List<Recommendation<Id>> Apply(
        List<Recommendation<Id>> list, int count, params IListRule<Id>[] rules)
    {
        var applied = list.ToList();
        new ListRuleRun<Id>(rules).Apply(applied, count);
        return applied;
    }

    private static Id[] Items(List<Recommendation<Id>> list) => [.. list.Select(each => each.Item)];

    private sealed class Adding : IListRule<Id>
    {
        public string Name => "adding";

        public void Apply(List<Recommendation<Id>> list, int count) => list.Add(Scored((99, 1))[0]);
    }
}
