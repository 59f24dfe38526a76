using System.Reactive.Concurrency;
using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Quality;

public sealed class RunningStatisticsCase : InteractionCase<Statistics>
{
    public override string Operator => nameof(RecsObservable.RunningStatistics);

    public override int? StateBound => 80_000;

    public override IObservable<Statistics> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.RunningStatistics(faults.Wrap((Interaction each) => (double?)each.Price));

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new RunningStatisticsMachine<Interaction>(faults.Wrap((Interaction each) => (double?)each.Price)));

    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Events(new Random(1), count);
}
