using RxRecs.Analytics;
using RxRecs.Shop.Input;

namespace RxRecs.Shop.Reports;

/// <summary>A purchase with what is known of it.</summary>
/// <param name="Credit">The purchase, and the view that it is credited to.</param>
/// <param name="User">The user's row at the time, if there is one.</param>
/// <param name="Product">The product's.</param>
internal sealed record AttributedPurchase(Attribution<Interaction> Credit, TableRow? User, TableRow? Product)
{
    public Interaction Purchase => Credit.Conversion;

    public decimal Revenue => (Purchase.Price ?? 0) * Purchase.Quantity;
}
