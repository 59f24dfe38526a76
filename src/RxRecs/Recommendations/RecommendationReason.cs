using System.Globalization;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Represents the reason why an item is recommended.</summary>
/// <param name="Source">The candidate source that proposed it first.</param>
/// <param name="Value">
/// The source's own figure: a trend's score or percent, a similarity, a count, a place in time.
/// </param>
/// <param name="Detail">
/// The text that a reader needs beside the figure, such as the brand that matched; null where there is nothing.
/// </param>
/// <param name="IsFallback">
/// True if the item is there only because nothing could be said from what is known of the user, or nothing is known.
/// </param>
public readonly record struct RecommendationReason(
    RecommendationSource Source, double Value, string? Detail = null, bool IsFallback = false)
{
    // A figure takes 24 characters at the most, its error 9.
    private const int MaxFigure = 64;

    /// <summary>Gets the greatest error of <see cref="Value"/>; 0 where it is exact.</summary>
    public double Error { get; init; }

    /// <summary>
    /// Gets the place, from 1, that the item had in the list that the rules were given, where they moved it or left out
    /// others above it; 0 where its place is the same. An item that only moved up because of others left out is not one
    /// that a rule counts as <see cref="ListRuleCount.Moved"/>.
    /// </summary>
    public int PlaceBefore { get; init; }

    /// <summary>
    /// Puts the reason into words, such as <c>trending, of your brand emil (200)</c>, with six digits of a figure that
    /// is not a whole number.
    /// </summary>
    /// <returns>The words; of a source that RxRecs does not know its name, the detail and the figure.</returns>
    public string Describe()
    {
        // On the stack: lists are put into words by the thousand a second.
        Span<char> figure = stackalloc char[MaxFigure];
        var value = (ReadOnlySpan<char>)figure[..WriteFigure(figure)];
        var words = Source.Name switch
        {
            nameof(RecommendationSource.OpenCart) => $"in your cart ({value})",
            nameof(RecommendationSource.TrendingBrand) => $"trending, of your brand {Detail} ({value})",
            nameof(RecommendationSource.Trending) => $"trending ({value})",
            nameof(RecommendationSource.SimilarItems) => $"users with similar items have it ({value})",
            nameof(RecommendationSource.NextItem) => $"next in visits like this one ({value})",
            nameof(RecommendationSource.ItemToItem) => $"goes with what was touched before ({value})",
            nameof(RecommendationSource.NeighborTable) => $"goes with this visit by table {Detail} ({value})",
            nameof(RecommendationSource.ItemVectors) => $"near this visit by vectors {Detail} ({value})",
            nameof(RecommendationSource.BoughtTogether) => $"often bought with these ({value})",
            nameof(RecommendationSource.Content) => $"like what was looked at ({value})",
            nameof(RecommendationSource.History) => $"seen before ({value} back)",
            nameof(RecommendationSource.BuyAgain) => $"time to buy it again ({value})",
            nameof(RecommendationSource.PopularOfDay) => $"popular today ({value})",
            nameof(RecommendationSource.Popular) => $"popular ({value})",
            _ => Detail is null ? $"{Source} ({value})" : $"{Source}, {Detail} ({value})",
        };
        words = IsFallback ? words + ", for everybody" : words;
        return PlaceBefore > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{words}, from place {PlaceBefore}")
            : words;
    }

    private int WriteFigure(Span<char> figure)
    {
        var isShort = Math.Abs(Value) < 1e6 && Value != Math.Floor(Value);
        _ = Value.TryFormat(figure, out var length, isShort ? "G6" : "R", CultureInfo.InvariantCulture);
        if (Error > 0)
        {
            _ = figure[length..].TryWrite(CultureInfo.InvariantCulture, $" ± {Error:G2}", out var added);
            length += added;
        }

        return length;
    }
}
