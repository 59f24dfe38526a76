namespace RxRecs;

/// <summary>
/// Orders interactions of one instant: view, cart, remove, purchase; then user, item, session, category, its path,
/// brand, price and quantity. Text is compared ordinally, and what is unknown comes first. Interactions that compare
/// equal at one instant are equal.
/// </summary>
internal sealed class InteractionOrder : IComparer<Interaction>
{
    /// <summary>Gives the one instance.</summary>
    public static InteractionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Interaction x, Interaction y)
    {
        var order = ((byte)x.Kind).CompareTo((byte)y.Kind);
        order = order != 0 ? order : x.User.CompareTo(y.User);
        order = order != 0 ? order : x.Item.CompareTo(y.Item);
        return order != 0 ? order : CompareRest(x, y);
    }

    private static int CompareRest(in Interaction x, in Interaction y)
    {
        var order = string.CompareOrdinal(x.Session, y.Session);
        order = order != 0 ? order : x.Category.CompareTo(y.Category);
        order = order != 0 ? order : string.CompareOrdinal(x.CategoryPath, y.CategoryPath);
        order = order != 0 ? order : string.CompareOrdinal(x.Brand, y.Brand);
        order = order != 0 ? order : x.PriceInUnits.CompareTo(y.PriceInUnits);
        return order != 0 ? order : x.Quantity.CompareTo(y.Quantity);
    }
}
