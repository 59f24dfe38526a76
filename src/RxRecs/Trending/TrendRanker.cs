namespace RxRecs;

/// <summary>Turns the changes of a transition into reports. Pure functions.</summary>
public static class TrendRanker
{
    /// <summary>The changes that matter, ranked.</summary>
    /// <param name="transition">All changes.</param>
    /// <param name="ranking">Which of them matter.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The report; of a partial transition one that says so, unless partial ones are wanted.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TrendReport<TItem> Rank<TItem>(this TrendTransition<TItem> transition, TrendRankingOptions ranking)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(ranking);
        return Rank(transition, transition.Changes, ranking, TrendReport<TItem>.BucketsNeeded);
    }

    /// <summary>The changes that matter, ranked within each group of items.</summary>
    /// <param name="transition">All changes.</param>
    /// <param name="groupSelector">The group of an item, such as the brand where items are counted as (brand, item)
    /// pairs.</param>
    /// <param name="ranking">Which changes matter, for each group by itself.</param>
    /// <typeparam name="TGroup">The groups' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The groups that have any change, lower group first.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<TrendGroup<TGroup, TItem>> RankPerGroup<TGroup, TItem>(
        this TrendTransition<TItem> transition, Func<TItem, TGroup> groupSelector, TrendRankingOptions ranking)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(transition);
        ArgumentNullException.ThrowIfNull(groupSelector);
        ArgumentNullException.ThrowIfNull(ranking);
        return
        [
            .. transition.Changes
                .GroupBy(change => groupSelector(change.Item))
                .OrderBy(group => group.Key, TieOrder<TGroup>.Default)
                .Select(group => new TrendGroup<TGroup, TItem>(
                    group.Key, Rank(transition, [.. group], ranking, TrendReport<TItem>.BucketsNeeded))),
        ];
    }

    internal static TrendReport<TItem> Rank<TItem>(
        TrendTransition<TItem> transition,
        IReadOnlyList<TrendChange<TItem>> changes,
        TrendRankingOptions ranking,
        long buckets)
        where TItem : notnull
    {
        if (transition.IsPartial && !ranking.IncludePartial)
        {
            return new TrendReport<TItem>(TrendReportStatus.Partial, transition, buckets);
        }

        var relevant = changes.Where(change => IsRelevant(change, ranking)).ToList();
        var popular = Popular(changes, ranking.AmongPopular, transition.Comparer);
        var up = ranking.Direction == TrendDirection.Falling
            ? []
            : relevant.Where(change => popular(change.Now, change.Item));
        var down = ranking.Direction == TrendDirection.Rising ? [] : relevant.AsEnumerable();
        return new TrendReport<TItem>(TrendReportStatus.Ready, transition, buckets)
        {
            Rising = [.. up.Where(change => change.Score > 0 && change.Score >= ranking.MinScore).Take(ranking.Top)],
            Falling =
            [
                .. down.Where(change => change.Score < 0 && -change.Score >= ranking.MinScore)
                    .OrderBy(change => change.Score)
                    .ThenByDescending(change => change.Before)
                    .ThenBy(change => change.Item, transition.Comparer)
                    .Take(ranking.Top),
            ],
            New =
            [
                .. up.Where(change => change.IsNew)
                    .OrderByDescending(change => change.Now)
                    .ThenBy(change => change.Item, transition.Comparer)
                    .Take(ranking.Top),
            ],
        };
    }

    private static bool IsRelevant<TItem>(TrendChange<TItem> change, TrendRankingOptions ranking) =>
        Math.Abs(change.Now - change.Before) >= ranking.MinChange
        && Math.Max(change.Before, change.Now) >= ranking.MinCount;

    /// <summary>Whether an item is among the most popular: at least as good as the last of them.</summary>
    private static Func<double, TItem, bool> Popular<TItem>(
        IReadOnlyList<TrendChange<TItem>> changes, int? count, IComparer<TItem> comparer)
    {
        if (count is not { } top || changes.Count(change => change.Now > 0) <= top)
        {
            return (next, _) => next > 0 || count is null;
        }

        var last = changes
            .OrderByDescending(change => change.Now)
            .ThenBy(change => change.Item, comparer)
            .ElementAt(top - 1);
        return (next, item) => next > last.Now || (next == last.Now && comparer.Compare(item, last.Item) <= 0);
    }
}
