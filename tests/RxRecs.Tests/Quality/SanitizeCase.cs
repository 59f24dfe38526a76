using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Quality;

public sealed class SanitizeCase : InteractionCase<Interaction>
{
    private static readonly SanitizeOptions Options = new()
    {
        MaxAhead = TimeSpan.FromMinutes(5),
        DuplicateHorizon = TimeSpan.FromHours(1),
        MaxRemembered = 200,
    };

    public override string Operator => nameof(RecsObservable.Sanitize);

    public override int? StateBound => 40_000;

    public override IObservable<Interaction> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) =>
        source.Sanitize(
            faults.Wrap((Interaction each) => (double?)each.Price),
            faults.Wrap((Interaction each) => each.EventTime),
            Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new SanitizeMachine<Interaction>(
            faults.Wrap((Interaction each) => (double?)each.Price),
            faults.Wrap((Interaction each) => each.EventTime),
            Options));
}
