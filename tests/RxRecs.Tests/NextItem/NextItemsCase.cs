using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.NextItem;

public sealed class NextItemsCase : InteractionCase<NextItemsList<Id, Id>>
{
    private static readonly NextItemOptions Options = new()
    {
        LastItems = 3,
        SessionsPerItem = 4,
        MaxSessions = 20,
        MaxEvents = 60,
        MaxItems = 30,
        Sessions = new() { MaxOpen = 5, MaxLength = 6 },
    };

    public override string Operator => nameof(RecsObservable.NextItems);

    public override int ManyEvents => 100_000;

    public override int? StateBound => 8_000;

    public override IObservable<NextItemsList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.NextItems(
            4,
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Session),
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => each.EventTime),
            Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new NextItemsMachine<Interaction, Id, Id>(
            4,
            faults.Wrap((Interaction each) => each.User),
            faults.Wrap((Interaction each) => each.Session),
            faults.Wrap((Interaction each) => each.Item),
            faults.Wrap((Interaction each) => each.EventTime),
            Options));
}
