namespace RxRecs.Recommenders;

/// <summary>Recommends by a table of neighbors over <see cref="Interaction"/>: the short name.</summary>
/// <param name="table">The table.</param>
/// <param name="options">The options for how a visit is scored; null for the defaults.</param>
public sealed class NeighborTableRecommender(NeighborTable<Id> table, NeighborTableOptions? options = null)
    : NeighborTableRecommender<Interaction, Id, Id>(ShopRecommender.Selectors, table, options);
