using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.NextItem;

public sealed class SessionizeCase : InteractionCase<SessionEvent<Interaction>>
{
    private static readonly SessionOptions Options = new() { MaxOpen = 5 };

    public override string Operator => nameof(RecsObservable.Sessionize);

    public override int ManyEvents => 100_000;

    public override int? StateBound => 1_000;

    public override IObservable<SessionEvent<Interaction>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.Sessionize(
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Session),
            faults.Wrap((Interaction each) => each.EventTime),
            Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new SessionizeMachine<Interaction, Id>(
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Session),
            faults.Wrap((Interaction each) => each.EventTime),
            Options));
}
