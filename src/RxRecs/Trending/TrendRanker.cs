namespace RxRecs;

/// <summary>Turns the changes of a transition into reports. Pure functions.</summary>
internal static class TrendRanker
{
    public static TrendReport<TItem> Rank<TItem>(
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
        var popular = Popular(changes, ranking.AmongPopular, transition.ItemOrder);
        var up = relevant.Where(change => popular(change.Now, change.Item));
        return new TrendReport<TItem>(TrendReportStatus.Ready, transition, buckets)
        {
            Rising = [.. up.Where(change => change.Score > 0 && change.Score >= ranking.MinScore).Take(ranking.Top)],
            Falling =
            [
                .. relevant.Where(change => change.Score < 0 && -change.Score >= ranking.MinScore)
                    .OrderBy(change => change.Score)
                    .ThenByDescending(change => change.Before)
                    .ThenBy(change => change.Item, transition.ItemOrder)
                    .Take(ranking.Top),
            ],
            New =
            [
                .. up.Where(change => change.IsNew)
                    .OrderByDescending(change => change.Now)
                    .ThenBy(change => change.Item, transition.ItemOrder)
                    .Take(ranking.Top),
            ],
        };
    }

    /// <summary>Tells whether the counts of a change are large enough to be told; the score is not looked at.</summary>
    public static bool IsRelevant<TItem>(TrendChange<TItem> change, TrendRankingOptions ranking) =>
        Math.Abs(change.Now - change.Before) >= ranking.MinChange
        && Math.Max(change.Before, change.Now) >= ranking.MinCount;

    /// <summary>Tells whether an item is among the most popular: at least as good as the last of them.</summary>
    private static Func<double, TItem, bool> Popular<TItem>(
        IReadOnlyList<TrendChange<TItem>> changes, int? count, IComparer<TItem> itemOrder)
    {
        if (count is not { } top || changes.Count(change => change.Now > 0) <= top)
        {
            return (next, _) => next > 0 || count is null;
        }

        var last = changes
            .OrderByDescending(change => change.Now)
            .ThenBy(change => change.Item, itemOrder)
            .ElementAt(top - 1);
        return (next, item) => next > last.Now || (next == last.Now && itemOrder.Compare(item, last.Item) <= 0);
    }
}
