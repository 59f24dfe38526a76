namespace RxRecs.Recommenders;

/// <summary>Recommends by the vectors of items over <see cref="Interaction"/>: the short name.</summary>
/// <param name="vectors">The vectors.</param>
/// <param name="options">The options for how a visit is scored; null for the defaults.</param>
public sealed class ItemVectorsRecommender(ItemVectors<Id> vectors, ItemVectorsOptions? options = null)
    : ItemVectorsRecommender<Interaction, Id, Id>(ShopRecommender.Selectors, vectors, options);
