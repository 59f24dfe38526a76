namespace RxRecs.Recommenders;

/// <summary>
/// Specifies how what two items have in common becomes a score: c is the weight of both together, n(i) and n(j) those
/// of each, N that of all visits. Where sums decay, both together count as of the later event; what may be at most 1 is
/// cut there.
/// </summary>
public enum ItemMeasure
{
    /// <summary>Uses c (co-visitation).</summary>
    Together,

    /// <summary>
    /// Uses c / ((n(i) + s)^a (n(j) + s)^(1 - a)) with <see cref="ItemToItemOptions.Shrinkage"/> and
    /// <see cref="ItemToItemOptions.Balance"/>.
    /// </summary>
    Cosine,

    /// <summary>Uses c / (n(i) + n(j) - c).</summary>
    Jaccard,

    /// <summary>Uses c N / (n(i) n(j)).</summary>
    Lift,

    /// <summary>Uses c / n(i), where i is the item that is asked about.</summary>
    Confidence,

    /// <summary>
    /// Gets the log-likelihood ratio G² of the table of visits with both, one or none (Dunning 1993), below zero where
    /// they are seen together less than by chance.
    /// </summary>
    LogLikelihood,
}
