using RxRecs.Machines;

namespace RxRecs;

/// <summary>What is known of the items, as <c>CatalogItems</c> gives it.</summary>
internal sealed class CatalogPart<TItem>(IObservable<CatalogItem<TItem>> stream, int maxItems)
    : StreamPart<CatalogItem<TItem>>(stream)
    where TItem : notnull
{
    private ItemCatalog<TItem>? _own;
    private ItemCatalog<TItem>? _state;

    public ItemCatalog<TItem> Catalog => _state ?? Own;

    private ItemCatalog<TItem> Own => _own ??= new ItemCatalog<TItem>(maxItems);

    public override void Put(CatalogItem<TItem> value) => Own.Put(value);

    public override void Snapshot(SnapshotWriter writer) => Catalog.Snapshot(writer);

    public override void Restore(SnapshotReader reader) => Catalog.Restore(reader);

    protected override bool TryRead(object machine) =>
        (_state = (machine as IHasState<ItemCatalog<TItem>>)?.State) is not null;
}
