using System.Globalization;

namespace RxRecs;

/// <summary>
/// Recommendations as sentences: those of reference systems 002 and 003, letter by letter, and a reason in words. Pure
/// functions.
/// </summary>
public static class RecommendationText
{
    /// <summary>What reference system 003 says of a user it does not know.</summary>
    public const string UnknownUser = "Unable to find one or more of the requested users!";

    private const string Nothing = "nan";

    /// <summary>
    /// Items in one sentence, as reference system 002 has it: <c>Recommending [Product ID: 1, Category: a.b, Brand: c
    /// and Product ID: 2, Category: nan, Brand: d]</c>, with <c>nan</c> for what is not known.
    /// </summary>
    /// <param name="items">The items: in 002 the one that trends most and the most similar one.</param>
    /// <param name="catalog">What is known of the items.</param>
    /// <returns>The sentence; <c>No recommendations</c> for an empty list.</returns>
    public static string Merged(IReadOnlyCollection<Recommendation<long>> items, ItemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(catalog);
        return items.Count == 0
            ? "No recommendations"
            : $"Recommending [{string.Join(" and ", items.Select(each => Describe(each.Item, catalog)))}]";
    }

    /// <summary>
    /// A user's trending items as lines, as reference system 003 has them: <c>For user 1:</c>, then for each item
    /// <c>Recommended product 502 - Increase of 200.0%</c>; items that do not come from a trend carry their reason
    /// instead.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="items">The items; for 003's lines, of a recommender with the percent change as its score.</param>
    /// <returns>The lines; <c>No recommendations for user 6</c> for an empty list.</returns>
    public static IReadOnlyList<string> LinesForUser(long user, IReadOnlyCollection<Recommendation<long>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == 0
            ? [string.Create(CultureInfo.InvariantCulture, $"No recommendations for user {user}")]
            :
            [
                string.Create(CultureInfo.InvariantCulture, $"For user {user}:"),
                .. items.Select(each => string.Create(
                    CultureInfo.InvariantCulture, $"Recommended product {each.Item} - {LineReason(each.Reason)}")),
            ];
    }

    /// <summary>A reason in words, such as <c>trending, of your brand emil (200.0)</c>.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The words.</returns>
    public static string Reason(RecommendationReason reason)
    {
        var words = reason.Source switch
        {
            RecommendationSource.OpenCart => $"in your cart ({Count(reason.Value)})",
            RecommendationSource.TrendingBrand => $"trending, of your brand {reason.Detail} ({Number(reason.Value)})",
            RecommendationSource.Trending => $"trending ({Number(reason.Value)})",
            RecommendationSource.SimilarItems => $"users with similar items have it ({Number(reason.Value)})",
            RecommendationSource.History => $"seen before ({Count(reason.Value)} back)",
            _ => $"popular ({Count(reason.Value)})",
        };
        return reason.IsFallback ? words + ", for everybody" : words;
    }

    /// <summary>
    /// A number with the fewest digits that give it back, and always a decimal point: <c>21.73913043478261</c>,
    /// <c>225.0</c>.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <returns>The text.</returns>
    public static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.All(each => each == '-' || char.IsAsciiDigit(each)) ? text + ".0" : text.Replace('E', 'e');
    }

    private static string LineReason(RecommendationReason reason) =>
        reason.Source is RecommendationSource.Trending or RecommendationSource.TrendingBrand
            ? $"Increase of {Number(reason.Value)}%"
            : Reason(reason);

    private static string Count(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Describe(long item, ItemCatalog catalog)
    {
        catalog.TryGet(item, out var found);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Product ID: {item}, Category: {found.CategoryPath ?? Nothing}, Brand: {found.Brand ?? Nothing}");
    }
}
