using System.Reactive.Concurrency;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.NextItem;

public sealed class NextItemsOfInteractionsCase : InteractionCase<NextItemsList<Id, Id>>
{
    public override string Operator => nameof(RecsObservable.NextItems);

    public override int ManyEvents => 20_000;

    public override IObservable<NextItemsList<Id, Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.NextItems(4);
}
