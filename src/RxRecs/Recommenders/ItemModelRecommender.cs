namespace RxRecs.Recommenders;

/// <summary>Recommends by a model that was made elsewhere, over <see cref="Interaction"/>: the short name.</summary>
/// <param name="model">The model, such as a table of neighbors or vectors.</param>
/// <param name="options">The options for how a visit is scored; null for the defaults.</param>
public sealed class ItemModelRecommender(IItemModel<Id> model, ItemModelOptions? options = null)
    : ItemModelRecommender<Interaction, Id, Id>(ShopRecommender.Selectors, model, options);
