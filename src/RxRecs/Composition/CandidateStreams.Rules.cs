using RxRecs.Recommenders;

namespace RxRecs;

/// <content>What is done to a list before it is shown.</content>
public sealed partial class CandidateStreams<TUser, TItem>
{
    /// <summary>Limits the items of each brand in a list to the best ones.</summary>
    /// <param name="most">The maximum number of items of a brand.</param>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is not positive.</exception>
    public CandidateStreams<TUser, TItem> AtMostPerBrand(int most, IObservable<CatalogItem<TItem>> catalog)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var items = CatalogOf(catalog);
        return Rule(() => ListRules.AtMostPerBrand(most, items.Catalog));
    }

    /// <summary>Limits the items of each category in a list to the best ones.</summary>
    /// <param name="most">The maximum number of items of a category.</param>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <param name="levels">
    /// The number of levels of the category path, from the top, that make a category; null for all.
    /// </param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public CandidateStreams<TUser, TItem> AtMostPerCategory(
        int most, IObservable<CatalogItem<TItem>> catalog, int? levels = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels ?? 1, 1, nameof(levels));
        var items = CatalogOf(catalog);
        return Rule(() => ListRules.AtMostPerCategory(most, items.Catalog, levels));
    }

    /// <summary>Puts items of unlike content first (maximal marginal relevance, <see cref="ListRules"/>).</summary>
    /// <param name="lambda">
    /// The weight of the score against unlikeness, from 0 (unlike each other at any price) to 1 (which changes
    /// nothing).
    /// </param>
    /// <param name="catalog">The stream of the items' catalog entries, such as that of <c>CatalogItems</c>.</param>
    /// <param name="options">The weights of the features that make contents alike; null for the defaults.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not from 0 to 1.</exception>
    public CandidateStreams<TUser, TItem> Diversify(
        double lambda, IObservable<CatalogItem<TItem>> catalog, ContentOptions? options = null)
    {
        ListRules.ThrowIfNoLambda(lambda);
        var items = CatalogOf(catalog);
        return Rule(() => ListRules.Diversify(lambda, items.Catalog, options));
    }

    /// <summary>Adds a list rule of your own, which is applied after those added before.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>This object.</returns>
    public CandidateStreams<TUser, TItem> Rerank(IListRule<TItem> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Rule(() => rule);
    }

    private CandidateStreams<TUser, TItem> Rule(Func<IListRule<TItem>> make)
    {
        _root._listRules.Add(make);
        return this;
    }
}
