namespace RxRecs.Shop.Input;

/// <summary>What the events say about items: the brand and category path of the first event that has them.</summary>
internal sealed class ItemNames
{
    private readonly Dictionary<Id, (string? Brand, string? Category)> _names = [];

    public void Learn(Interaction next)
    {
        var (brand, category) = _names.GetValueOrDefault(next.Item);
        if ((brand is null && next.Brand is not null) || (category is null && next.CategoryPath is not null))
        {
            _names[next.Item] = (brand ?? next.Brand, category ?? next.CategoryPath);
        }
    }

    public string? Brand(Id item) => _names.GetValueOrDefault(item).Brand;

    public string? Category(Id item) => _names.GetValueOrDefault(item).Category;
}
