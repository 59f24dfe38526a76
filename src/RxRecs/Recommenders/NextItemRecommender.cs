namespace RxRecs.Recommenders;

/// <summary>Recommends what may come next over <see cref="Interaction"/>: the short name.</summary>
/// <param name="options">The options for what is kept and how it is scored; null for the defaults.</param>
public sealed class NextItemRecommender(NextItemOptions? options = null)
    : NextItemRecommender<Interaction, Id, Id>(ShopRecommender.Selectors, options);
