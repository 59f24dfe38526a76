namespace RxRecs.Recommenders;

/// <summary>
/// Answers by an <see cref="IItemModel{TItem}"/>, for one thread at a time. <c>ItemModelState</c> checks the answers:
/// one that is not as it should be is an <see cref="InvalidOperationException"/> that names the model.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface IItemModelQuery<TItem>
    where TItem : notnull
{
    /// <summary>
    /// Fills a list with the best items of a visit, each once, those of a finite score above 0 alone.
    /// </summary>
    /// <param name="visit">The items of the visit, oldest first.</param>
    /// <param name="count">The maximum number of items in the list.</param>
    /// <param name="items">The list to fill, best first; it is cleared first.</param>
    /// <param name="accept">A predicate that accepts the items that may be in the list; null for all.</param>
    void Run(IReadOnlyList<TItem> visit, int count, List<NextItem<TItem>> items, Func<TItem, bool>? accept);

    /// <summary>Takes the score of an item apart: one part for each item of the visit, the greatest first.</summary>
    /// <param name="visit">The items of the visit, oldest first.</param>
    /// <param name="item">The item.</param>
    /// <returns>The parts, finite numbers, which add up to the score; none where the item has none.</returns>
    IReadOnlyList<ScoreContribution<TItem>> Explain(IReadOnlyList<TItem> visit, TItem item);
}
