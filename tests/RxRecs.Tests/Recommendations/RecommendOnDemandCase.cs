using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Recommendations;

/// <summary>Every interaction is learned and then asked about: both streams are made of the one source.</summary>
public sealed class RecommendOnDemandCase : InteractionCase<RecommendationList<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.RecommendOnDemand);

    public override int ManyEvents => 50_000;

    public override IObservable<RecommendationList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var user = faults.Wrap((Interaction each) => each.User);
        var item = faults.Wrap((Interaction each) => each.Item);
        return source.Publish(shared => shared.RecommendOnDemand(
            shared.Select(each => new RecommendationRequest<Id, Id>(each.User, 3)),
            () => new SimilarItemsRecommender<Interaction, Id, Id>(user, item)));
    }
}
