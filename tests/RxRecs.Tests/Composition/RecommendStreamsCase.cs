using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Composition;

/// <summary>Lists joined from streams, two read by reference and one foreign.</summary>
public sealed class RecommendStreamsCase : InteractionCase<RecommendationList<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.Recommend);

    public override int ManyEvents => 50_000;

    public override IReadOnlyDictionary<string, string> Exemptions { get; } = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["C7.StateUntouched"] = "the streams before the one that throws have taken the event",
    };

    public override IObservable<RecommendationList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var user = faults.Wrap((Interaction each) => each.User);
        return source.Recommend<Interaction, Id, Id>(5, (shop, list) => Compose(shop, list, user), user);
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults)
    {
        var user = faults.Wrap((Interaction each) => each.User);
        return MachineProbe.For(new RecommendMachine<Interaction, Id, Id>(
            5, new ComposedRecommender<Interaction, Id, Id>((shop, list) => Compose(shop, list, user)), user));
    }

    private static void Compose(
        IObservable<Interaction> shop, CandidateStreams<Id, Id> list, Func<Interaction, Id> user) => list
        .KeepAtMost(users: 20, itemsPerUser: 3)
        .AddSimilarItems(shop.SimilarItems(3, user, each => each.Item, new SimilarItemsOptions { MaxUsers = 20 }))
        .AddHistory(shop.LastPerKey(3, user, each => each.Item, options: new LastPerKeyOptions { MaxKeys = 20 }))
        .Add(new RecommendationSource("Just now"), shop, each => each.User, each => [each.Item]);
}
