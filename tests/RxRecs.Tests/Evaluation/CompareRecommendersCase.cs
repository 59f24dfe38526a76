using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class CompareRecommendersCase : InteractionCase<RecommenderComparison>
{
    private static readonly PrequentialOptions<Interaction> Options =
        new() { ListLength = 3, WindowSize = 10, MaxPairs = 50 };

    public override string Operator => nameof(RecsObservable.CompareRecommenders);

    public override IObservable<RecommenderComparison> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.CompareRecommenders(
        () => new LastItemRecommender(),
        () => new LastItemRecommender(),
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new CompareRecommendersMachine<Interaction, Id, Id>(
            new LastItemRecommender(),
            new LastItemRecommender(),
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Item),
            Options));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) =>
        Enumerable.Repeat(Events(new Random(1), 100), count / 100 + 1).SelectMany(each => each).Take(count).ToArray();
}
