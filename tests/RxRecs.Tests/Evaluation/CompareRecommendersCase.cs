using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;
using RxRecs.Tests.Interactions;

namespace RxRecs.Tests.Evaluation;

public sealed class CompareRecommendersCase : InteractionCase<RecommenderComparison>
{
    private static readonly PrequentialOptions Options = new() { ListLength = 3, WindowSize = 10, MaxPairs = 50 };

    public override string Operator => nameof(RecsObservable.CompareRecommenders);

    public override IObservable<RecommenderComparison> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.CompareRecommenders(
        () => new LastItemRecommender(),
        () => new LastItemRecommender(),
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap((Interaction each) => each.Kind),
        faults.Wrap((Interaction each) => each.Item.Number() % 3 != 0),
        Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new CompareRecommendersMachine<Interaction, Id, Id>(
            new LastItemRecommender(),
            new LastItemRecommender(),
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => each.Kind),
            faults.Wrap((Interaction each) => each.Item.Number() % 3 != 0),
            Options));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) =>
        Enumerable.Repeat(Events(new Random(1), 100), count / 100 + 1).SelectMany(each => each).Take(count).ToArray();
}
