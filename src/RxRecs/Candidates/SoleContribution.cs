using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Makes the contribution of a source whose score has one part: the value is the score, the detail what it was worked
/// out from.
/// </summary>
internal static class SoleContribution
{
    /// <summary>Tells how many pieces are in the cart, and since when.</summary>
    public static ScoreContribution<TItem>[] InCart<TItem>(in CartLine<TItem> line) =>
        Of<TItem>(RecommendationSource.OpenCart, 1, $"{line.Quantity} in the cart, added {line.AddedAt:u}");

    /// <summary>Tells how many places back an item was touched, from 1.</summary>
    public static ScoreContribution<TItem>[] Touched<TItem>(int back) =>
        Of<TItem>(RecommendationSource.History, 1d / back, $"{back} back");

    /// <summary>Tells what a trend counted in both of its periods.</summary>
    public static ScoreContribution<TItem>[] Trend<TItem>(
        RecommendationSource source, TrendReport<TItem>? report, TItem item, string? brand = null)
        where TItem : notnull
    {
        foreach (var change in report?.Rising ?? [])
        {
            if (EqualityComparer<TItem>.Default.Equals(change.Item, item))
            {
                var of = brand is null ? "" : $"brand {brand}, ";
                return Of<TItem>(source, change.Score ?? 0, $"{of}{change.Now} now, {change.Before} before");
            }
        }

        return [];
    }

    /// <summary>Tells how popular an item is.</summary>
    public static ScoreContribution<TItem>[] Popular<TItem>(RecommendationSource source, double popularity) =>
        popularity > 0 ? Of<TItem>(source, popularity, $"popularity {popularity}") : [];

    /// <summary>Tells how often the user bought an item, and when last.</summary>
    public static ScoreContribution<TItem>[] Bought<TItem>(double score, long times, DateTimeOffset last) =>
        Of<TItem>(RecommendationSource.BuyAgain, score, $"purchases: {times}, last {last:u}");

    /// <summary>Tells how often an item followed another one.</summary>
    public static ScoreContribution<TItem>[] Followed<TItem>(RecommendationSource source, TItem other, long times) =>
        [Of<TItem>(source, times, $"successions: {times}")[0] with { MatchedItem = other }];

    /// <summary>Tells in how many baskets of the first item of a bundle the second one is.</summary>
    public static ScoreContribution<TItem> BoughtWith<TItem>(RecommendationSource source, in Bundle<TItem> bundle) =>
        Of<TItem>(source, bundle.Confidence, $"in {bundle.Together} of {bundle.FirstBaskets} baskets")[0] with
        {
            MatchedItem = bundle.First,
        };

    /// <summary>Tells what two items have in common, what each has, and how much there is of all.</summary>
    public static ScoreContribution<TItem> Together<TItem>(
        TItem matched, double score, (double Both, double First, double Second, double All) of) =>
        Of<TItem>(
            RecommendationSource.ItemToItem,
            score,
            $"together {of.Both:0.###}, each {of.First:0.###} and {of.Second:0.###}, of {of.All:0.###}")[0] with
        {
            MatchedItem = matched,
        };

    private static ScoreContribution<TItem>[] Of<TItem>(
        RecommendationSource source, double value, FormattableString detail) =>
        [new(source, value) { Detail = detail.ToString(CultureInfo.InvariantCulture) }];
}
