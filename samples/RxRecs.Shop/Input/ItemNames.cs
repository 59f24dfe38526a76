namespace RxRecs.Shop.Input;

/// <summary>Knows what the events say about items: the brand and category path of the first event that has them.</summary>
internal sealed class ItemNames
{
    private readonly Dictionary<Id, ItemFacts> _facts = [];

    /// <summary>Notes what is known of an item, as <c>CatalogItems</c> gives it.</summary>
    public void Note(CatalogItem<Id> item) => _facts[item.Item] = item.Facts;

    public string? Brand(Id item) => _facts.GetValueOrDefault(item).Brand;

    public string? Category(Id item) => _facts.GetValueOrDefault(item).CategoryPath;
}
