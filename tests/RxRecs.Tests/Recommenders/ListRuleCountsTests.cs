using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs.Tests.Recommenders;

/// <summary>List rules count what they have done, and the counts are saved with the recommender.</summary>
public sealed class ListRuleCountsTests
{
    private static readonly ShopRecommenderOptions Options = Shop.ByPriority with
    {
        Sources = [new(RecommendationSource.History)],
        Fallbacks = [],
    };

    [Test]
    public void RuleCounts_CutAnywhere_GoOnAsIfNothingHadHappened(
        [Values("shop", "composed", "wrapped")] string kind, [Values(0, 7, 20, 29)] int cut)
    {
        var (whole, restored) = (Make(kind), Make(kind));
        for (var i = 0; i < 30; i++)
        {
            if (i == cut)
            {
                restored.Recommender.Restore(new SnapshotReader(Bytes(whole.Recommender)));
                Assert.That(restored.Counts(), Is.EqualTo(whole.Counts()));
            }

            Show(whole.Recommender, i);
            if (i >= cut)
            {
                Show(restored.Recommender, i);
            }
        }

        Assert.That(restored.Counts(), Is.EqualTo(whole.Counts()));
        Assert.That(Bytes(restored.Recommender), Is.EqualTo(Bytes(whole.Recommender)));
        Assert.That(whole.Counts().Select(each => each.Dropped), Is.All.Positive);
    }

    [Test]
    public void Explain_AnyItem_CountsNothing()
    {
        foreach (var (recommender, counts) in new[] { Make("shop"), Make("composed"), Make("wrapped") })
        {
            Enumerable.Range(0, 10).ToList().ForEach(i => Show(recommender, i));
            var before = counts();
            Assert.That(recommender.Explain(new(1, 3), 0)?.LeftOutBy, Is.Not.Null);
            Assert.That(counts(), Is.EqualTo(before));
        }
    }

    [Test]
    public void Restore_OtherRulesThanWereSaved_CountOnByTheirNames()
    {
        var one = ListRules.AtMost<Id, string>(1, _ => "all", "twice");
        var two = ListRules.AtMost<Id, string>(2, _ => "all", "twice");
        var before = new ListRuleRun<Id>([ListRules.Exclude(new HashSet<Id> { 1 }), one, two]);
        before.Apply([.. Enumerable.Range(1, 3).Select(item => new Recommendation<Id>(item, 1, default))], 2);
        var after = new ListRuleRun<Id>([ListRules.AtMost<Id, string>(9, _ => "all", "new"), two, one]);
        var writer = new SnapshotWriter();
        before.Snapshot(writer);
        after.Restore(new SnapshotReader(writer.Written.ToArray()));

        Assert.That(before.Counts.Select(each => each.Dropped), Is.EqualTo(new[] { 1, 1, 0 }));
        Assert.That(after.Counts.Select(each => each.Dropped), Is.EqualTo(new[] { 0, 1, 0 }));
    }

    [TestCase(-1, 0)]
    [TestCase(0, -1)]
    public void Restore_NegativeCounts_AreRefused(long dropped, long moved)
    {
        var writer = new SnapshotWriter();
        writer.WriteCount(1);
        writer.WriteString("excluded");
        writer.WriteInt64(dropped);
        writer.WriteInt64(moved);

        Assert.That(
            () => new ListRuleRun<Id>([]).Restore(new SnapshotReader(writer.Written.ToArray())),
            Throws.TypeOf<SnapshotException>().With.Message.Contains("'excluded'"));
    }

    private static (IRecommender<Interaction, Id, Id> Recommender, Func<IReadOnlyList<ListRuleCount>> Counts) Make(
        string kind)
    {
        switch (kind)
        {
            case "shop":
                var shop = new ShopRecommender(Options with { MaxPerBrand = 1, MaxPerCategory = 1 });
                return (shop, () => shop.RuleCounts);
            case "composed":
                var composed = new ComposedRecommender<Interaction, Id, Id>((events, list) =>
                {
                    var catalog = events.CatalogItems();
                    list.AddHistory(events.LastItemsPerUser(50)).AtMostPerBrand(1, catalog)
                        .AtMostPerCategory(1, catalog);
                });
                return (composed, () => composed.RuleCounts);
            default:
                var inner = new ShopRecommender(Options);
                var wrapped = new RerankedRecommender<Interaction, Id, Id>(
                    inner, ListRules.AtMostPerBrand(1, inner.Catalog), ListRules.AtMostPerCategory(1, inner.Catalog));
                return (wrapped, () => wrapped.RuleCounts);
        }
    }

    private static void Show(IRecommender<Interaction, Id, Id> recommender, int i)
    {
        recommender.Learn(Shop.View(1, i * 7 % 23, $"brand {i % 7}", i) with { CategoryPath = $"c{i % 3}" });
        Shop.Ask(recommender, 1, 4);
    }

    private static byte[] Bytes(IRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }
}
