namespace RxRecs;

/// <summary>
/// Represents how the count of every item changed from one period to the next: all of them, scored and in order.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TrendTransition<TItem>
    where TItem : notnull
{
    /// <summary>Makes a transition from changes that are known.</summary>
    /// <param name="before">The earlier period.</param>
    /// <param name="now">The later period.</param>
    /// <param name="basis">The choice of what is compared with what.</param>
    /// <param name="scoreName">The name of the score.</param>
    /// <param name="changes">The change of each item, in any order.</param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <exception cref="ArgumentNullException"><paramref name="scoreName"/> or <paramref name="changes"/> is
    /// null.</exception>
    public TrendTransition(
        TrendPeriod before,
        TrendPeriod now,
        TrendBasis basis,
        string scoreName,
        IEnumerable<TrendChange<TItem>> changes,
        IComparer<TItem>? itemOrder = null)
        : this(before, now, basis, scoreName, itemOrder)
    {
        ArgumentNullException.ThrowIfNull(changes);
        TrendChange<TItem>[] sorted = [.. changes];
        Array.Sort(sorted, BestFirst);
        Changes = sorted;
    }

    private TrendTransition(
        TrendPeriod before, TrendPeriod now, TrendBasis basis, string scoreName, IComparer<TItem>? itemOrder)
    {
        ArgumentNullException.ThrowIfNull(scoreName);
        Before = before;
        Now = now;
        Basis = basis;
        ScoreName = scoreName;
        ItemOrder = RxRecs.ItemOrder.OrDefault(itemOrder);
    }

    /// <summary>Gets the earlier period.</summary>
    public TrendPeriod Before { get; }

    /// <summary>Gets the later period.</summary>
    public TrendPeriod Now { get; }

    /// <summary>Gets the basis of the comparison: which two periods are compared.</summary>
    public TrendBasis Basis { get; }

    /// <summary>Gets the name of the score.</summary>
    public string ScoreName { get; }

    /// <summary>Gets a value indicating whether a part of either period was not observed.</summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// Gets a value indicating whether counts behind it, in either period or in what the score knows from before, are
    /// approximate (<see cref="TrendBucket{TItem}.IsApproximate"/>), or the score has forgotten items because there
    /// were too many (<see cref="TrendScore.MaxItems"/>).
    /// </summary>
    public bool IsApproximate { get; init; }

    /// <summary>
    /// Gets the greatest amount by which a count of either period may be too low; 0 where both are exact.
    /// </summary>
    public double MaxError { get; init; }

    /// <summary>
    /// Gets the items that were counted in either period or have a score: higher score first, then higher <c>Now</c>,
    /// then lower item; items without a score come last.
    /// </summary>
    public IReadOnlyList<TrendChange<TItem>> Changes { get; private init; } = [];

    internal IComparer<TItem> ItemOrder { get; }

    /// <summary>Ranks the changes that matter.</summary>
    /// <param name="ranking">The options for which of them matter.</param>
    /// <returns>The report; of a partial transition one that says so, unless partial ones are wanted.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ranking"/> is null.</exception>
    public TrendReport<TItem> Rank(TrendRankingOptions ranking)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        return TrendRanker.Rank(this, Changes, ranking, TrendReport<TItem>.BucketsNeeded);
    }

    /// <summary>Ranks the changes that matter within each group of items.</summary>
    /// <param name="groupSelector">
    /// A selector of an item's group, such as the brand where items are counted as (brand, item) pairs.
    /// </param>
    /// <param name="ranking">The options for which changes matter, for each group by itself.</param>
    /// <typeparam name="TGroup">The groups' type.</typeparam>
    /// <returns>The report of each group that has any change, lower group first.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public IReadOnlyList<KeyValuePair<TGroup, TrendReport<TItem>>> RankPerGroup<TGroup>(
        Func<TItem, TGroup> groupSelector, TrendRankingOptions ranking)
    {
        ArgumentNullException.ThrowIfNull(groupSelector);
        ArgumentNullException.ThrowIfNull(ranking);
        return
        [
            .. Changes
                .GroupBy(change => groupSelector(change.Item))
                .OrderBy(group => group.Key, TieOrder<TGroup>.Default)
                .Select(group => KeyValuePair.Create(
                    group.Key, TrendRanker.Rank(this, [.. group], ranking, TrendReport<TItem>.BucketsNeeded))),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{ScoreName}, {Before.Start:u} to {Before.End:u} against {Now.Start:u} to {Now.End:u}: {Changes.Count} items";

    /// <summary>
    /// Makes a transition whose changes are in order already: to sort them once more could move those that the order
    /// of items does not tell apart.
    /// </summary>
    internal static TrendTransition<TItem> InOrder(
        (TrendPeriod Before, TrendPeriod Now) periods,
        TrendBasis basis,
        string scoreName,
        TrendChange<TItem>[] changes,
        IComparer<TItem>? itemOrder,
        (bool IsPartial, bool IsApproximate, double MaxError) quality) =>
        new(periods.Before, periods.Now, basis, scoreName, itemOrder)
        {
            Changes = changes,
            IsPartial = quality.IsPartial,
            IsApproximate = quality.IsApproximate,
            MaxError = quality.MaxError,
        };

    private int BestFirst(TrendChange<TItem> x, TrendChange<TItem> y)
    {
        var byScore = (y.Score ?? double.NegativeInfinity).CompareTo(x.Score ?? double.NegativeInfinity);
        if (byScore != 0)
        {
            return byScore;
        }

        return x.Now != y.Now ? y.Now.CompareTo(x.Now) : ItemOrder.Compare(x.Item, y.Item);
    }
}
