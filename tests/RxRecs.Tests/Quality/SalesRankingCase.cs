using System.Reactive.Concurrency;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Quality;

public sealed class SalesRankingCase : InteractionCase<SalesRankChange<Id>>
{
    public override string Operator => nameof(RecsObservable.SalesRanking);

    public override IObservable<SalesRankChange<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.SalesRanking(
        5,
        faults.Wrap((Interaction each) => each.Item),
        faults.Wrap((Interaction each) => (long)each.Quantity),
        faults.Wrap((Interaction each) => each.Quantity * (each.Price ?? 0)));

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new SalesRankingMachine<Interaction, Id>(
            5,
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => (long)each.Quantity),
            faults.Wrap((Interaction each) => each.Quantity * (each.Price ?? 0))));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) =>
        Enumerable.Repeat(Events(new Random(1), 100), count / 100 + 1).SelectMany(each => each).Take(count).ToArray();
}
