using System.Reactive.Concurrency;
using RxRecs.Testing;

namespace RxRecs.Tests.Time;

/// <summary>One source alone: what several do together is tested with their interleavings.</summary>
public sealed class MergeByEventTimeCase : InteractionCase<Interaction>
{
    private static readonly MergeOptions Options = new() { AllowedLateness = SampleInteractions.Disorder };

    public override string Operator => nameof(RecsObservable.MergeByEventTime);

    public override IObservable<Interaction> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        new[] { source }.MergeByEventTime(faults.Wrap((Interaction each) => each.EventTime), Options);
}
