namespace RxRecs;

/// <summary>Reports what rises, what falls and what is new. Where there is too little to compare, it says so.</summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TrendReport<TItem>
    where TItem : notnull
{
    /// <summary>Represents the number of buckets that a comparison needs.</summary>
    public const int BucketsNeeded = 2;

    /// <summary>Makes a report without items, to be added by <see cref="Rising"/>, <see cref="Falling"/> and
    /// <see cref="New"/>.</summary>
    /// <param name="status">The status, which says whether there was enough to compare.</param>
    /// <param name="transition">The transition that was compared; null exactly where there was not enough.</param>
    /// <param name="buckets">The number of buckets that could be compared.</param>
    /// <exception cref="ArgumentException"><paramref name="transition"/> does not fit
    /// <paramref name="status"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="buckets"/> is negative.</exception>
    public TrendReport(TrendReportStatus status, TrendTransition<TItem>? transition, long buckets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(buckets);
        if ((transition is null) != (status == TrendReportStatus.NotEnoughData))
        {
            throw new ArgumentException(
                $"A report that is {status} has {(transition is null ? "a" : "no")} transition.");
        }

        Status = status;
        Transition = transition;
        Buckets = buckets;
    }

    /// <summary>Gets a value that says whether there was enough to compare.</summary>
    public TrendReportStatus Status { get; }

    /// <summary>Gets the number of buckets that could be compared, empty ones included.</summary>
    public long Buckets { get; }

    /// <summary>
    /// Gets all changes, with the periods, the basis and the score; null where there is not enough data.
    /// </summary>
    public TrendTransition<TItem>? Transition { get; }

    /// <summary>
    /// Gets the items with a score above 0: higher score first, then higher <c>Now</c>, then lower item.
    /// </summary>
    public IReadOnlyList<TrendChange<TItem>> Rising { get; init; } = [];

    /// <summary>
    /// Gets the items with a score below 0: lower score first, then higher <c>Before</c>, then lower item.
    /// </summary>
    public IReadOnlyList<TrendChange<TItem>> Falling { get; init; } = [];

    /// <summary>
    /// Gets the items that were not counted in the earlier period: higher <c>Now</c> first, then lower item. Where the
    /// score is defined for them they are in <see cref="Rising"/> as well.
    /// </summary>
    public IReadOnlyList<TrendChange<TItem>> New { get; init; } = [];

    /// <summary>Gets one line for a reader: what was compared, or what is missing.</summary>
    public string Summary => Transition is { } transition
        ? $"{Describe(transition.Basis)}: {transition.Now.Start:u} to {transition.Now.End:u} over " +
          $"{transition.Before.Start:u} to {transition.Before.End:u} by {transition.ScoreName}" +
          (transition.IsPartial ? " (partial)" : "") + (transition.IsApproximate ? " (approximate)" : "")
        : $"Insufficient data to compute trending: {Buckets} whole bucket{(Buckets == 1 ? "" : "s")}, " +
          $"{BucketsNeeded} needed.";

    /// <inheritdoc/>
    public override string ToString() => $"{Summary} ({Rising.Count} rising, {Falling.Count} falling, {New.Count} new)";

    private static string Describe(TrendBasis basis) => basis switch
    {
        TrendBasis.FirstToLast => "Last bucket over first",
        TrendBasis.SecondHalfOverFirst => "Second half over first half",
        _ => "Last bucket over the one before",
    };
}
