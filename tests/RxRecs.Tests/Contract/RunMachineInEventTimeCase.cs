using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;
using RxRecs.Tests.Machines;

namespace RxRecs.Tests.Contract;

public sealed class RunMachineInEventTimeCase : InteractionCase<EventTimeResult<Interaction, HourCount>>
{
    public override string Operator => nameof(RecsObservable.RunMachine);

    public override IObservable<EventTimeResult<Interaction, HourCount>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var time = faults.Wrap((Interaction each) => each.EventTime);
        return source.RunMachine(
            () => new HourCountMachine<Interaction>(time, SampleInteractions.Disorder),
            new RunMachineOptions { IdleTimeout = TimeSpan.FromHours(1), Scheduler = scheduler });
    }

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new HourCountMachine<Interaction>(
            faults.Wrap((Interaction each) => each.EventTime), SampleInteractions.Disorder));
}
