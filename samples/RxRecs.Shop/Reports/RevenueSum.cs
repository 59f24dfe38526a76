namespace RxRecs.Shop.Reports;

/// <summary>Sums the purchases of a product, category or brand, and those of them after a view.</summary>
/// <param name="Key">The product, category or brand; none where the purchases do not tell.</param>
/// <param name="Purchases">How many purchases.</param>
/// <param name="Attributed">How many of them are credited to a view.</param>
/// <param name="Revenue">What was paid.</param>
/// <param name="AttributedRevenue">What was paid in those that are credited.</param>
internal sealed record RevenueSum(Id Key, int Purchases, int Attributed, decimal Revenue, decimal AttributedRevenue)
{
    /// <summary>Counts what was given back, which is no purchase.</summary>
    public int Returns { get; init; }

    /// <summary>Gives what was given back for; it is in none of the other sums.</summary>
    public decimal Returned { get; init; }

    public static RevenueSum Of(Id key, IReadOnlyCollection<AttributedPurchase> purchases)
    {
        var credited = purchases.Where(each => each.Credit.IsAttributed).ToList();
        return new(
            key,
            purchases.Count,
            credited.Count,
            purchases.Sum(each => each.Revenue),
            credited.Sum(each => each.Revenue));
    }
}
