namespace RxRecs.Recommenders;

/// <summary>Recommends what may be bought again over <see cref="Interaction"/>: the short name.</summary>
/// <param name="maxPurchases">The maximum number of pairs of a user and an item bought that are kept.</param>
public sealed class BuyAgainRecommender(int maxPurchases = 1_000_000)
    : BuyAgainRecommender<Interaction, Id, Id>(ShopRecommender.Selectors, maxPurchases);
