using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Recommenders;

public sealed class BlendRecommenderTests
{
    [Test]
    public void Recommend_TwoLists_AddsUpScoresDividedByTheGreatest()
    {
        var blend = new BlendRecommender<Interaction, Id, Id>(
            (new Listed(RecommendationSource.History, (1, 40), (2, 20)), 1),
            (new Listed(RecommendationSource.NextItem, (2, .5), (3, .25)), 2));

        var list = Shop.Ask(blend, 1);

        Assert.That(
            list.Select(each => (each.Item, each.Score, each.Reason.Source)),
            Is.EqualTo(new[]
            {
                ((Id)2, 2.5, RecommendationSource.History),
                (1, 1d, RecommendationSource.History),
                (3, 1d, RecommendationSource.NextItem),
            }));
    }

    [Test]
    public void Recommend_Fallback_CountsOnlyWhereAllAre()
    {
        var fallback = new Listed(RecommendationSource.Popular, (9, 1)) { IsFallback = true };

        var both = new BlendRecommender<Interaction, Id, Id>(
            (fallback, 5), (new Listed(RecommendationSource.History, (1, 1)), 1));
        Assert.That(Shop.Items(both, 1), Is.EqualTo(new Id[] { 1 }));
        var alone = new BlendRecommender<Interaction, Id, Id>(
            (fallback, 5), (new Listed(RecommendationSource.History), 1));
        Assert.That(Shop.Items(alone, 1), Is.EqualTo(new Id[] { 9 }));
        Assert.That(alone.Explain(new(1, 5), 9)!.IsFallback, Is.True);
    }

    [Test]
    public void Explain_RealRecommenders_AddsUpToTheScore()
    {
        var blend = Learned(300);
        var user = SampleInteractions.Disordered(new Random(5), 300).First(each => !each.User.IsNone).User;
        var list = Shop.Ask(blend, user);

        Assert.That(list, Is.Not.Empty);
        foreach (var item in list)
        {
            var why = blend.Explain(new RecommendationRequest<Id, Id>(user, 10), item.Item);
            Assert.That(why!.Contributions.Sum(each => each.Value), Is.EqualTo(item.Score).Within(1e-12));
        }
    }

    [Test]
    public void Snapshot_Restored_GivesTheSameListsAndBytes()
    {
        var blend = Learned(300);
        var restored = Create();
        restored.Restore(new SnapshotReader(Bytes(blend)));

        Assert.That(Bytes(restored), Is.EqualTo(Bytes(blend)));
        foreach (var user in SampleInteractions.Disordered(new Random(5), 300).Select(each => each.User).Distinct())
        {
            Assert.That(Shop.Ask(restored, user), Is.EqualTo(Shop.Ask(blend, user)));
        }
    }

    [Test]
    public void Restore_OfAnotherBlend_Throws() => Assert.That(
        () => new BlendRecommender<Interaction, Id, Id>((new NextItemRecommender(), 1))
            .Restore(new SnapshotReader(Bytes(Create()))),
        Throws.TypeOf<SnapshotException>());

    [Test]
    public void Constructor_NoneOrOneTwiceOrNoWeight_Throws()
    {
        var one = new PopularityRecommender();

        Assert.That(() => new BlendRecommender<Interaction, Id, Id>(), Throws.ArgumentException);
        Assert.That(() => new BlendRecommender<Interaction, Id, Id>((one, 1), (one, 2)), Throws.ArgumentException);
        Assert.That(
            () => new BlendRecommender<Interaction, Id, Id>((one, 0)), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static BlendRecommender<Interaction, Id, Id> Create() => new(
        (new ShopRecommender(new() { Buckets = Shop.Sorted }), 1),
        (new NextItemRecommender(), .5),
        (new PopularityRecommender(), .1));

    private static BlendRecommender<Interaction, Id, Id> Learned(int count)
    {
        var blend = Create();
        foreach (var each in SampleInteractions.Disordered(new Random(5), count))
        {
            blend.Learn(each);
        }

        return blend;
    }

    private static byte[] Bytes(BlendRecommender<Interaction, Id, Id> recommender)
    {
        var writer = new SnapshotWriter();
        recommender.Snapshot(writer);
        return writer.Written.ToArray();
    }

    private sealed class Listed(RecommendationSource source, params (Id Item, double Score)[] items)
        : IRecommender<Interaction, Id, Id>
    {
        public bool IsFallback { get; init; }

        public void Learn(Interaction value)
        {
        }

        public void Recommend(in RecommendationRequest<Id, Id> request, List<Recommendation<Id>> recommendations)
        {
            recommendations.Clear();
            foreach (var (item, score) in items)
            {
                recommendations.Add(new(item, score, new RecommendationReason(source, score, null, IsFallback)));
            }
        }

        public void Snapshot(SnapshotWriter writer)
        {
        }

        public void Restore(SnapshotReader reader)
        {
        }
    }
}
