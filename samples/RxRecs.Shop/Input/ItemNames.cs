namespace RxRecs.Shop.Input;

/// <summary>Knows what the events say about items: the brand and category path of the first event that has them.</summary>
internal sealed class ItemNames
{
    private readonly Dictionary<Id, ItemFacts> _facts = [];

    /// <summary>Follows what is known of the items.</summary>
    /// <param name="items">What <c>CatalogItems</c> gives.</param>
    public void Follow(IObservable<CatalogItem<Id>> items) =>
        items.Subscribe(next => _facts[next.Item] = next.Facts, static _ => { });

    public string? Brand(Id item) => _facts.GetValueOrDefault(item).Brand;

    public string? Category(Id item) => _facts.GetValueOrDefault(item).CategoryPath;
}
