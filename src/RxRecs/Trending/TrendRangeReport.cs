using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>Compares within a range of closed buckets, on a stated basis. Pure functions.</summary>
internal static class TrendRangeReport
{
    /// <summary>
    /// Compares buckets, which may come in any order; one that is missing in between counts as empty.
    /// </summary>
    public static TrendReport<TItem> Make<TItem>(
        IEnumerable<TrendBucket<TItem>> buckets,
        TrendScore score,
        TrendRankingOptions? ranking = null,
        TrendBasis basis = TrendBasis.LastTransition,
        IComparer<TItem>? itemOrder = null)
        where TItem : notnull
    {
        ranking ??= new TrendRankingOptions();
        var inside = buckets
            .Where(bucket => ranking.IncludePartial || !bucket.IsPartial)
            .OrderBy(bucket => bucket.Index)
            .ToList();
        var count = inside.Count == 0 ? 0 : inside[^1].Index - inside[0].Index + 1;
        return Transition(inside, count, score, basis, itemOrder) is { } transition
            ? TrendRanker.Rank(transition, transition.Changes, ranking, count)
            : new TrendReport<TItem>(TrendReportStatus.NotEnoughData, null, count);
    }

    private static TrendTransition<TItem>? Transition<TItem>(
        List<TrendBucket<TItem>> buckets, long count, TrendScore score, TrendBasis basis, IComparer<TItem>? itemOrder)
        where TItem : notnull
    {
        if (count < TrendReport<TItem>.BucketsNeeded)
        {
            return null;
        }

        if (basis == TrendBasis.LastTransition)
        {
            return Over(buckets, score, basis, itemOrder);
        }

        var length = basis == TrendBasis.FirstToLast ? 1 : count / 2;
        var (first, last) = (buckets[0].Index, buckets[^1].Index);
        var earlier = Merge(buckets, first, first + length - 1, 0);
        var later = Merge(buckets, last - length + 1, last, 1);
        return Over([earlier, later], score, basis, itemOrder) is { } transition
            ? new TrendTransition<TItem>(
                new(first, first + length - 1, earlier.Start, earlier.End),
                new(last - length + 1, last, later.Start, later.End),
                basis,
                transition.ScoreName,
                transition.Changes,
                itemOrder)
            {
                IsPartial = transition.IsPartial,
                IsApproximate = transition.IsApproximate,
                MaxError = transition.MaxError,
            }
            : null;
    }

    private static TrendTransition<TItem>? Over<TItem>(
        List<TrendBucket<TItem>> buckets, TrendScore score, TrendBasis basis, IComparer<TItem>? itemOrder)
        where TItem : notnull
    {
        var history = new TrendHistory<TItem>(score, itemOrder);
        buckets[..^1].ForEach(history.Add);
        return history.Compare(buckets[^1], basis);
    }

    /// <summary>The sum of the buckets from one index to another.</summary>
    private static TrendBucket<TItem> Merge<TItem>(List<TrendBucket<TItem>> buckets, long first, long last, long index)
        where TItem : notnull
    {
        var units = new Dictionary<TItem, long>(buckets[0].Units.Comparer);
        var part = buckets.Where(bucket => bucket.Index >= first && bucket.Index <= last).ToList();
        foreach (var (item, value) in part.SelectMany(bucket => bucket.Units))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(units, item, out _) += value;
        }

        var (start, end) = Bounds(buckets, first, last);
        return new TrendBucket<TItem>(index, start, end, units, part.Sum(bucket => bucket.TotalUnits))
        {
            MaxErrorUnits = part.Sum(bucket => bucket.MaxErrorUnits),
            IsPartial = part.Exists(bucket => bucket.IsPartial),
        };
    }

    /// <summary>Gives the start and the end of the buckets of two indexes, although either may be missing.</summary>
    private static (DateTimeOffset Start, DateTimeOffset End) Bounds<TItem>(
        List<TrendBucket<TItem>> buckets, long first, long last)
        where TItem : notnull
    {
        var (from, to) = (buckets[0], buckets[^1]);
        var step = (to.Start - from.Start) / (to.Index - from.Index);
        var (start, end) = (buckets.Find(each => each.Index == first), buckets.Find(each => each.Index == last));
        return (
            start?.Start ?? from.Start + step * (first - from.Index),
            end?.End ?? to.End - step * (to.Index - last));
    }
}
