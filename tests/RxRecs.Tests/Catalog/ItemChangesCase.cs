using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Machines;
using RxRecs.Recommenders;
using RxRecs.Testing;

namespace RxRecs.Tests.Catalog;

/// <summary>Each interaction stands for a change of its item.</summary>
public sealed class ItemChangesCase : InteractionCase<CatalogItem<Id>>
{
    private static readonly ItemCatalogOptions Options = new() { MaxItems = 6 };

    public override string Operator => nameof(RecsObservable.CatalogItems);

    public override string Name => "CatalogItems of changes";

    public override int ManyEvents => 100_000;

    public override IObservable<CatalogItem<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var change = faults.Wrap((Interaction each) => ChangeOf(each));
        return source.Select(change).CatalogItems(Options);
    }

    internal static ItemChange<Id> ChangeOf(Interaction value) => new(value.Item, value.EventTime)
    {
        Brand = value.Brand,
        Price = value.Price,
        IsInStock = value.Kind != InteractionKind.Remove,
        IsVisible = value.Kind != InteractionKind.Cart,
    };
}
