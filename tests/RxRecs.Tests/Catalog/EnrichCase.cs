using System.Reactive.Concurrency;
using System.Reactive.Linq;
using RxRecs.Testing;

namespace RxRecs.Tests.Catalog;

/// <summary>Each interaction is an event, and a change of its item just before: both streams are made of the one
/// source.</summary>
public sealed class EnrichCase : InteractionCase<CatalogItem<Id>>
{
    private static readonly ItemCatalogOptions Options = new() { MaxItems = 6 };

    public override string Operator => nameof(RecsObservable.Enrich);

    public override int ManyEvents => 50_000;

    public override IObservable<CatalogItem<Id>> Build(
        IObservable<Interaction> source, FaultInjector faults, IScheduler scheduler)
    {
        var item = faults.Wrap((Interaction each) => each.Item);
        return source.Publish(shared => shared.Enrich(
            shared.Select(ItemChangesCase.ChangeOf), item, (_, known) => known, Options));
    }
}
