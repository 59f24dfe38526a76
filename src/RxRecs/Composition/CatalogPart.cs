using RxRecs.Machines;

namespace RxRecs;

/// <summary>Brings what is known of the items, as <c>CatalogItems</c> gives it.</summary>
internal sealed class CatalogPart<TItem>(IObservable<CatalogItem<TItem>> stream, int maxItems)
    : StatePart<CatalogItem<TItem>, ItemCatalog<TItem>>(stream, maxItems)
    where TItem : notnull
{
    private readonly int _maxItems = maxItems;
    private ItemCatalog<TItem>? _own;

    public ItemCatalog<TItem> Catalog => State ?? Own;

    public int MaxItems => State?.MaxItems ?? _maxItems;

    protected override ISaved Kept => Own;

    private ItemCatalog<TItem> Own => _own ??= new(_maxItems) { CountedBy = nameof(RecsObservable.Recommend) };

    public override void Put(CatalogItem<TItem> value) => Own.Put(value);

    protected override object? KeyOf(CatalogItem<TItem> value) => value.Item;
}
