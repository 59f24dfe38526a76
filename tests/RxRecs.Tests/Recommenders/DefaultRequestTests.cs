namespace RxRecs.Tests.Recommenders;

/// <summary>A request that asks for nothing is an error of every recommender, and no empty list.</summary>
public sealed class DefaultRequestTests
{
    [TestCaseSource(typeof(EveryRecommender), nameof(EveryRecommender.Cases))]
    public void Recommend_DefaultRequest_IsRefused(Func<IRecommender<Interaction, Id, Id>> make)
    {
        var recommender = make();
        recommender.Learn(new(DateTimeOffset.UnixEpoch, InteractionKind.Purchase, 1, 2));
        Assert.That(
            () => recommender.Recommend(default, []),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("ount"));
    }
}
