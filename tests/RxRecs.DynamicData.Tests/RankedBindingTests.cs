using System.Reactive.Linq;
using System.Reactive.Subjects;
using RxRecs.Testing;

namespace RxRecs.DynamicData.Tests;

/// <summary>Ranked lists, bound in every way, against the ranks computed anew from the last two lists.</summary>
public sealed class RankedBindingTests
{
    private const int Lists = 20_000;
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void ToRankedChangeSet_RandomLists_EveryBindingHoldsTheLastList()
    {
        using var source = new Subject<IReadOnlyList<Recommendation<Id>>>();
        using var views = BoundRanks.Bind(source.ToRankedChangeSet(each => each.Item), each => each.Item);
        var expected = new LastTwoLists<Recommendation<Id>, Id>(each => each.Item);

        foreach (var (i, list) in RandomLists.Make(Lists, seed: 1).Index())
        {
            source.OnNext(list);
            expected.Add(list);
            Assert.That(views.Faults(expected.Ranks()), Is.Empty, $"list {i}");
        }
    }

    [Test]
    public void ToChangeSet_RandomRecommendations_EveryBindingHoldsTheLastListOfTheUser()
    {
        using var source = new Subject<RecommendationList<Id, Id>>();
        using var views = BoundRanks.Bind(source.ToChangeSet(user: 1), each => each.Item);
        using var cache = source.ToCache(user: 1);
        views.Compare(cache);
        var expected = new LastTwoLists<Recommendation<Id>, Id>(each => each.Item);

        foreach (var (i, list) in RandomLists.Make(Lists, seed: 2).Index())
        {
            Id user = i % 4 == 3 ? "ann" : 1;
            source.OnNext(new RecommendationList<Id, Id>(user, list));
            if (user == 1)
            {
                expected.Add(list);
            }

            Assert.That(views.Faults(expected.Ranks()), Is.Empty, $"list {i}");
        }
    }

    [Test]
    public void ToChangeSet_RandomTrends_EveryBindingHoldsTheRisingItemsOfTheLastReport() =>
        CheckTrends(Lists, report => report.Rising, listSelector: null);

    [Test]
    public void ToChangeSet_RandomTrendsAndSelector_EveryBindingHoldsTheSelectedItemsOfTheLastReport() =>
        CheckTrends(2_000, report => report.Falling, report => report.Falling);

    [Test]
    public void ToChangeSet_RecommendOverAShop_EveryBindingHoldsTheLastListOfTheUser()
    {
        var options = new ShopRecommenderOptions { Buckets = new() { AllowedLateness = TimeSpan.FromHours(1) } };

        CheckShop(Shop.Recommend(8, () => new ShopRecommender(options), each => each.User));
    }

    [Test]
    public void ToChangeSet_RecommendFromStreams_EveryBindingHoldsTheLastListOfTheUser() =>
        CheckShop(Shop
            .Reorder(new EventTimeOptions { AllowedLateness = SampleInteractions.Disorder })
            .Recommend(8, (shop, list) =>
            {
                list.AddCart(shop.CartMinusPurchasePerUser(new() { AllowedLateness = TimeSpan.Zero }))
                    .AddHistory(shop.LastItemsPerUser(20))
                    .AddSimilarItems(shop.SimilarItems(20));
                list.Fallback.AddPopular(shop.CatalogItems());
            }));

    private static IObservable<Interaction> Shop =>
        SampleInteractions.Disordered(new Random(5), 5_000).ToObservable();

    private static void CheckShop(IObservable<RecommendationList<Id, Id>> recommendations)
    {
        var lists = recommendations.Publish();
        using var views = BoundRanks.Bind(lists.ToChangeSet(user: 1), each => each.Item);
        using var cache = lists.ToCache(user: 1);
        views.Compare(cache);
        var expected = new LastTwoLists<Recommendation<Id>, Id>(each => each.Item);
        var count = 0;
        using var check = lists.Where(list => list.User == 1).Subscribe(list =>
        {
            expected.Add(list.Items);
            Assert.That(views.Faults(expected.Ranks()), Is.Empty, $"list {count++}");
        });

        using var connection = lists.Connect();

        Assert.That(count, Is.GreaterThan(500));
    }

    private static void CheckTrends(
        int count,
        Func<TrendReport<Id>, IReadOnlyList<TrendChange<Id>>> expectedSelector,
        Func<TrendReport<Id>, IReadOnlyList<TrendChange<Id>>>? listSelector)
    {
        using var buckets = new Subject<TrendBucket<Id>>();
        var reports = buckets.TopTrends(TrendScore.DampedChange, new TrendRankingOptions { Top = 6 }).Publish();
        using var views = BoundRanks.Bind(reports.ToChangeSet(listSelector), each => each.Item);
        using var cache = reports.ToCache(listSelector);
        views.Compare(cache);
        var expected = new LastTwoLists<TrendChange<Id>, Id>(each => each.Item);
        using var results = reports.Subscribe(report => expected.Add(expectedSelector(report)));
        using var connection = reports.Connect();
        var random = new Random(3);

        for (var i = 0; i < count; i++)
        {
            // One bucket in ten is empty, so that nothing rises in it and nothing falls after it.
            var items = random.Next(10) == 0 ? 0 : 12;
            var counts = Enumerable.Range(0, items)
                .Select(item => KeyValuePair.Create((Id)item, (double)random.Next(4)));
            buckets.OnNext(new TrendBucket<Id>(i, Start.AddDays(i), Start.AddDays(i + 1), counts));
            Assert.That(views.Faults(expected.Ranks()), Is.Empty, $"report {i}");
        }
    }
}
