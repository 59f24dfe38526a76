namespace RxRecs.Recommenders;

/// <summary>Makes rules for ranked lists: caps per group, exclude lists, diversity.</summary>
public static class ListRules
{
    /// <summary>Represents the least number of items that a ranking is asked for where rules follow: 100.</summary>
    public const int Depth = 100;

    /// <summary>Limits the items of each group to the best ones; the others are left out.</summary>
    /// <param name="most">The maximum number of items of a group.</param>
    /// <param name="groupSelector">
    /// A selector of an item's group, such as its seller; null for an item of no group, which is not limited.
    /// </param>
    /// <param name="name">The rule's name; null for one that tells the number.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TGroup">The groups' type.</typeparam>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is not positive.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="groupSelector"/> is null.</exception>
    public static IListRule<TItem> AtMost<TItem, TGroup>(
        int most, Func<TItem, TGroup?> groupSelector, string? name = null)
        where TGroup : class
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentNullException.ThrowIfNull(groupSelector);
        return new GroupCap<TItem, TGroup>(
            name ?? $"at most {most} per group",
            most,
            (TItem item, out TGroup group) => (group = groupSelector(item)!) is not null);
    }

    /// <summary>Limits the items of each brand to the best ones. Items of unknown brand are not
    /// limited.</summary>
    /// <param name="most">The maximum number of items of a brand.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is not positive.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    public static IListRule<TItem> AtMostPerBrand<TItem>(int most, ItemCatalog<TItem> catalog)
        where TItem : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentNullException.ThrowIfNull(catalog);
        return new GroupCap<TItem, string>($"at most {most} per brand", most, (TItem item, out string brand) =>
        {
            catalog.TryGet(item, out var known);
            brand = known.Facts.Brand!;
            return brand is not null;
        });
    }

    /// <summary>
    /// Limits the items of each category to the best ones: by path where it is known, else by id. Items of
    /// unknown category are not limited.
    /// </summary>
    /// <param name="most">The maximum number of items of a category.</param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <param name="levels">
    /// The number of levels of the path, from the top, that make a category: 1 for <c>apparel</c> of
    /// <c>apparel.shoes</c>; null for all.
    /// </param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> or <paramref name="levels"/> is not
    /// positive.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    public static IListRule<TItem> AtMostPerCategory<TItem>(int most, ItemCatalog<TItem> catalog, int? levels = null)
        where TItem : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels ?? 1, 1, nameof(levels));
        return new GroupCap<TItem, CategoryGroup>(
            $"at most {most} per category",
            most,
            (TItem item, out CategoryGroup group) =>
            {
                catalog.TryGet(item, out var known);
                return CategoryGroup.TryMake(known.Facts, levels ?? int.MaxValue, out group);
            });
    }

    /// <summary>Leaves items out.</summary>
    /// <param name="excluded">The items; looked at with each list, so that a set that changes is followed.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="excluded"/> is null.</exception>
    public static IListRule<TItem> Exclude<TItem>(IReadOnlySet<TItem> excluded)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        return new ExcludeRule<TItem>("excluded", item => !excluded.Contains(item));
    }

    /// <summary>Leaves out items that are hidden or out of stock.</summary>
    /// <param name="catalog">The catalog with what the shop states of the items.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    public static IListRule<TItem> OnlyOffered<TItem>(ItemCatalog<TItem> catalog)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ExcludeRule<TItem>("not offered", catalog.IsOffered);
    }

    /// <summary>
    /// Puts items that are unlike each other first (maximal marginal relevance, Carbonell and Goldstein 1998): each
    /// place goes to the item of the greatest <c>lambda * score / greatest score - (1 - lambda) * similarity</c>, where
    /// similarity is that to the most similar item placed so far.
    /// </summary>
    /// <param name="lambda">
    /// The weight of the score against unlikeness, from 0 (unlike each other at any price) to 1 (which changes
    /// nothing).
    /// </param>
    /// <param name="similarity">
    /// A function that gives the similarity of the first item to the second, from 0 to 1; called for each pair of a
    /// placed item and one that is not.
    /// </param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The rule. Of equal values the item that stood higher in the list comes first; what is not shown keeps
    /// its order. The scores stay as they were, and so need not fall from place to place.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not from 0 to 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="similarity"/> is null.</exception>
    public static IListRule<TItem> Diversify<TItem>(double lambda, Func<TItem, TItem, double> similarity)
    {
        ThrowIfNoLambda(lambda);
        ArgumentNullException.ThrowIfNull(similarity);
        return new DiversifyRule<TItem, TItem>(lambda, static item => item, similarity);
    }

    /// <summary>
    /// Puts items of unlike content first: as the overload with a similarity, by
    /// <see cref="ContentOptions.Similarity"/>.
    /// </summary>
    /// <param name="lambda">
    /// The weight of the score against unlikeness, from 0 (unlike each other at any price) to 1 (which changes
    /// nothing).
    /// </param>
    /// <param name="catalog">The catalog of the items.</param>
    /// <param name="options">The weights of the features that make contents alike; null for the defaults.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not from 0 to 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    public static IListRule<TItem> Diversify<TItem>(
        double lambda, ItemCatalog<TItem> catalog, ContentOptions? options = null)
        where TItem : notnull
    {
        ThrowIfNoLambda(lambda);
        ArgumentNullException.ThrowIfNull(catalog);
        var content = options ?? new ContentOptions();
        return new DiversifyRule<TItem, ContentFeatures>(
            lambda,
            item =>
            {
                catalog.TryGet(item, out var known);
                return ContentFeatures.Of(known.Facts, content);
            },
            (item, placed) => item.Similarity(placed, content));
    }

    internal static void ThrowIfNoLambda(double lambda, string name = "lambda")
    {
        if (!(lambda is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                name,
                lambda,
                $"{name} is a number from 0, unlike each other at any price, to 1, which changes nothing.");
        }
    }
}
