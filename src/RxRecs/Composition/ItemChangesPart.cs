using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Brings what the shop states of the items into the catalog that is given, or into one of its own.
/// </summary>
internal sealed class ItemChangesPart<TItem>(
    IObservable<ItemChange<TItem>> stream, CatalogPart<TItem>? catalog, int maxItems)
    : StreamPart<ItemChange<TItem>>(
        stream, () => catalog?.MaxItems ?? maxItems, static (one, other, isLater) => one.Replaces(other, isLater))
    where TItem : notnull
{
    private readonly ItemCatalog<TItem>? _own = catalog is null ? new(maxItems) : null;

    public ItemCatalog<TItem> Catalog => _own ?? catalog!.Catalog;

    public override void Put(ItemChange<TItem> value) => Catalog.Apply(value);

    /// <summary>Writes a catalog of its own; that of another part is saved there.</summary>
    public override void Snapshot(SnapshotWriter writer)
    {
        writer.WriteBoolean(_own is not null);
        _own?.Snapshot(writer);
    }

    public override void Restore(SnapshotReader reader)
    {
        if (reader.ReadBoolean() != _own is not null)
        {
            throw new SnapshotException("The snapshot is of a composition with another catalog.");
        }

        _own?.Restore(reader);
    }

    protected override object? KeyOf(ItemChange<TItem> value) => value.Item;

    protected override void AddVoid(long values) => Catalog.AddOutdated(values);

    protected override bool TryRead(object machine) => false;
}
