using System.Reactive.Concurrency;
using RxRecs.Machines;
using RxRecs.Testing;

namespace RxRecs.Tests.Catalog;

public sealed class CatalogItemsCase : InteractionCase<CatalogItem<Id>>
{
    private static readonly ItemCatalogOptions Options = new() { MaxItems = 6 };

    public override string Operator => nameof(RecsObservable.CatalogItems);

    public override int ManyEvents => 100_000;

    public override IObservable<CatalogItem<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler) => source.CatalogItems(
            faults.Wrap((Interaction each) => each.Item), each => each.Kind, each => each.Facts, Options);

    public override MachineProbe<Interaction> Machine(FaultInjector faults) =>
        MachineProbe.For(new CatalogItemsMachine<Interaction, Id>(
            faults.Wrap((Interaction each) => each.Item), each => each.Kind, each => each.Facts, Options));
}
