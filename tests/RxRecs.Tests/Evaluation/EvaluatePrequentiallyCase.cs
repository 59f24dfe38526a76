using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Evaluation;

public sealed class EvaluatePrequentiallyCase : InteractionCase<PrequentialResult>
{
    private static readonly PrequentialOptions Options = new() { ListLength = 3, WindowSize = 10, MaxPairs = 50 };

    public override string Operator => nameof(RecsObservable.EvaluatePrequentially);

    public override IObservable<PrequentialResult> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.EvaluatePrequentially(
        () => new LastItemRecommender(),
        faults.Wrap((Interaction each) => each.User),
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap((Interaction each) => each.Kind),
        options: Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new PrequentialMachine<Interaction, Id, Id>(
            new LastItemRecommender(),
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => each.Kind),
            options: Options));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) =>
        Enumerable.Repeat(Events(new Random(1), 100), count / 100 + 1).SelectMany(each => each).Take(count).ToArray();
}
