namespace RxRecs.Recommenders;

/// <summary>
/// Scores items for a visit by weights that were made elsewhere, such as a <see cref="NeighborTable{TItem}"/> or
/// <see cref="ItemVectors{TItem}"/>. Never changes, and can be read by several threads.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface IItemModel<TItem>
    where TItem : notnull
{
    /// <summary>Gets the source that reasons name.</summary>
    RecommendationSource Source { get; }

    /// <summary>
    /// Gets the hash of the content, for reasons and snapshots. It is not empty, and differs for other weights.
    /// </summary>
    string Hash { get; }

    /// <summary>Makes what answers by this model, with buffers of its own, for one thread at a time.</summary>
    /// <param name="options">The options for how a visit is scored.</param>
    /// <returns>The query.</returns>
    IItemModelQuery<TItem> CreateQuery(ItemModelOptions options);
}
