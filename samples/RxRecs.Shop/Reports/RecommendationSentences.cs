using System.Globalization;
using RxRecs.Shop.Input;

namespace RxRecs.Shop.Reports;

/// <summary>Puts recommendations into sentences for people: one line for a list, or a line for each item.</summary>
internal static class RecommendationSentences
{
    private const string Nothing = "nan";

    /// <summary>
    /// Puts items into one sentence: <c>Recommending [Product ID: 1, Category: a.b, Brand: c
    /// and Product ID: 2, Category: nan, Brand: d]</c>, with <c>nan</c> for what is not known.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="names">What is known of the items.</param>
    /// <returns>The sentence; <c>No recommendations</c> for an empty list.</returns>
    public static string Merged(IReadOnlyCollection<Recommendation<Id>> items, ItemNames names)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(names);
        return items.Count == 0
            ? "No recommendations"
            : $"Recommending [{string.Join(" and ", items.Select(each => Describe(each.Item, names)))}]";
    }

    /// <summary>
    /// Puts a user's trending items into lines: <c>For user 1:</c>, then for each item
    /// <c>Recommended product 502 - Increase of 200.0%</c>; items that do not come from a trend carry their reason
    /// instead.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="items">The items, of a recommender with the percent change as its score.</param>
    /// <param name="session">The session, for lines that say so; null for a user.</param>
    /// <returns>The lines; <c>No recommendations for user 6</c> for an empty list.</returns>
    public static IReadOnlyList<string> LinesForUser(
        Id user, IReadOnlyCollection<Recommendation<Id>> items, string? session = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        var who = session is null ? $"user {user}" : $"session {session}";
        return items.Count == 0
            ? [string.Create(CultureInfo.InvariantCulture, $"No recommendations for {who}")]
            :
            [
                string.Create(CultureInfo.InvariantCulture, $"For {who}:"),
                .. items.Select(each => string.Create(
                    CultureInfo.InvariantCulture, $"Recommended product {each.Item} - {LineReason(each.Reason)}")),
            ];
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
        reason.Source == RecommendationSource.Trending || reason.Source == RecommendationSource.TrendingBrand
            ? $"Increase of {Number(reason.Value)}%"
            : reason.Describe();

    private static string Describe(Id item, ItemNames names) => string.Create(
        CultureInfo.InvariantCulture,
        $"Product ID: {item}, Category: {names.Category(item) ?? Nothing}, Brand: {names.Brand(item) ?? Nothing}");
}
