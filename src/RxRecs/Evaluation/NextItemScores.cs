namespace RxRecs.Recommenders;

/// <summary>Holds what one recommender has reached. Means are over events unless said otherwise.</summary>
/// <param name="Name">The recommender's name.</param>
/// <param name="Means">The means over all events.</param>
public sealed record NextItemScores(string Name, MetricMeans Means)
{
    /// <summary>Gets the hit rate with its interval, by drawing visits.</summary>
    public ConfidenceInterval HitRate { get; init; }

    /// <summary>Gets the mean reciprocal rank with its interval, by drawing visits.</summary>
    public ConfidenceInterval Mrr { get; init; }

    /// <summary>Gets the means over the parts of the events; a part without events is missing.</summary>
    public required IReadOnlyDictionary<NextItemSplit, MetricMeans> Splits { get; init; }

    /// <summary>Gets the mean over visits of the hit rate within a visit.</summary>
    public double HitRateOverSessions { get; init; }

    /// <summary>Gets the mean precision over what a visit still brought; null where it was not asked for.</summary>
    public double? Precision { get; init; }

    /// <summary>Gets the mean recall over what a visit still brought; null where it was not asked for.</summary>
    public double? Recall { get; init; }

    /// <summary>
    /// Gets the mean average precision over what a visit still brought; null where it was not asked for.
    /// </summary>
    public double? MeanAveragePrecision { get; init; }

    /// <summary>
    /// Gets the distinct items recommended, divided by the distinct items recommended or to be predicted.
    /// </summary>
    public double Coverage { get; init; }

    /// <summary>
    /// Gets the Gini coefficient of how often each of these items is recommended, see
    /// <see cref="RankingMetrics.Gini"/>.
    /// </summary>
    public double Gini { get; init; }

    /// <summary>
    /// Gets the mean, over all places of all lists, of the item's share of the events to be predicted: above that of
    /// another recommender, the lists are more of what is popular anyway.
    /// </summary>
    public double AveragePopularity { get; init; }

    /// <summary>
    /// Gets the mean rank-biased overlap of successive lists of a visit, see
    /// <see cref="RankingMetrics.RankBiasedOverlap"/>; 1 where lists never change.
    /// </summary>
    public double Overlap { get; init; }

    /// <summary>
    /// Gets the mean similarity of the pairs of items within a list, over the lists of at least two items, see
    /// <see cref="RankingMetrics.IntraListSimilarity"/>; null where no similarity was given or no list had two items.
    /// </summary>
    public double? IntraListSimilarity { get; init; }

    /// <summary>Gets the share of lists that were a fallback, by their mark.</summary>
    public double FallbackShare { get; init; }

    /// <summary>Gets the share of lists that were empty.</summary>
    public double EmptyShare { get; init; }
}
