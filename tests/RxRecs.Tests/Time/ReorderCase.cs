using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Time;

public sealed class ReorderCase : InteractionCase<Interaction>
{
    private static readonly EventTimeOptions Options = new() { AllowedLateness = SampleInteractions.Disorder };

    public override string Operator => nameof(RecsObservable.Reorder);

    public override int? StateBound => 8_000;

    public override IObservable<Interaction> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.Reorder(faults.Wrap((Interaction each) => each.EventTime), Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) => MachineProbe.For(
        new ReorderMachine<Interaction>(faults.Wrap((Interaction each) => each.EventTime), Options));

    /// <summary>Out of order by up to seven minutes, none late: a late event is an object of its own.</summary>
    public override IReadOnlyList<Interaction> SteadyEvents(int count) => Enumerable.Range(0, count)
        .Select(i => new Interaction(SampleInteractions.Start.AddMinutes(i ^ 7), InteractionKind.View, 1, i % 9))
        .ToArray();
}
