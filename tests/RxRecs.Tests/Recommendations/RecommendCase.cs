using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Recommendations;

public sealed class RecommendCase : InteractionCase<RecommendationList<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.Recommend);

    public override int ManyEvents => 100_000;

    public override IObservable<RecommendationList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.Recommend(
            5,
            () => new ShopRecommender(new() { Buckets = Shop.Sorted }),
            faults.Wrap((Interaction each) => each.User));

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new RecommendMachine<Interaction, Id, Id>(
            5, new ShopRecommender(new() { Buckets = Shop.Sorted }), faults.Wrap((Interaction each) => each.User)));
}
