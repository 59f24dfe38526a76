namespace RxRecs.Recommenders;

/// <summary>Changes a ranked list before it is shown: removes items, or puts them in another order.</summary>
/// <remarks>
/// A rule may keep working memory, and nothing else: give each recommender and each subscription its own, and use it
/// from one thread at a time.
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public interface IListRule<TItem>
{
    /// <summary>Gets the name under which what the rule does is counted, such as <c>at most 2 per brand</c>.</summary>
    string Name { get; }

    /// <summary>Removes items of a list or puts them in another order; adds none.</summary>
    /// <param name="list">The list, best first, longer than what will be shown of it.</param>
    /// <param name="count">The maximum number of items that will be shown.</param>
    void Apply(List<Recommendation<TItem>> list, int count);
}
