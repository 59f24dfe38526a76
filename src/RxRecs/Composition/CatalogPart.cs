using RxRecs.Machines;

namespace RxRecs;

/// <summary>Brings what is known of the items, as <c>CatalogItems</c> gives it.</summary>
internal sealed class CatalogPart<TItem>(IObservable<CatalogItem<TItem>> stream, int maxItems)
    : StatePart<CatalogItem<TItem>, ItemCatalog<TItem>>(stream)
    where TItem : notnull
{
    private ItemCatalog<TItem>? _own;

    public ItemCatalog<TItem> Catalog => State ?? Own;

    protected override ISaved Kept => Own;

    private ItemCatalog<TItem> Own => _own ??= new ItemCatalog<TItem>(maxItems);

    public override void Put(CatalogItem<TItem> value) => Own.Put(value);
}
