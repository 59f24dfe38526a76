using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>What trends over a requested range of closed buckets, on a stated basis. Pure functions.</summary>
internal static class TrendRangeReport
{
    /// <summary>Compares within a range of time.</summary>
    /// <param name="buckets">The buckets, in any order; those not wholly within the range are left out.</param>
    /// <param name="start">The first instant of the range.</param>
    /// <param name="end">The first instant after it.</param>
    /// <param name="score">How strongly an item trends.</param>
    /// <param name="ranking">
    /// Which changes matter, and how many; null for the top ten of all. Without
    /// <see cref="TrendRanking.IncludePartial"/> partial buckets are left out, so that the last bucket is the last
    /// whole one.
    /// </param>
    /// <param name="basis">What is compared with what.</param>
    /// <param name="comparer">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The report; it names the basis and both periods. A bucket that is missing in between counts as
    /// empty.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="buckets"/> or <paramref name="score"/> is
    /// null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="end"/> is not after <paramref name="start"/>, or the basis is none of the three.
    /// </exception>
    public static TrendReport<TItem> Make<TItem>(
        IEnumerable<TrendBucket<TItem>> buckets,
        DateTimeOffset start,
        DateTimeOffset end,
        ITrendScore score,
        TrendRanking? ranking = null,
        TrendBasis basis = TrendBasis.LastTransition,
        IComparer<TItem>? comparer = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, start);
        ArgumentOutOfRangeException.ThrowIfEqual(Enum.IsDefined(basis), false, nameof(basis));
        ranking ??= new TrendRanking();
        var inside = buckets
            .Where(bucket => bucket.Start >= start && bucket.End <= end)
            .Where(bucket => ranking.IncludePartial || !bucket.IsPartial)
            .OrderBy(bucket => bucket.Index)
            .ToList();
        var count = inside.Count == 0 ? 0 : inside[^1].Index - inside[0].Index + 1;
        return Transition(inside, count, score, basis, comparer) is { } transition
            ? TrendRanker.Rank(transition, transition.Changes, ranking, count)
            : new TrendReport<TItem>(TrendReportStatus.NotEnoughData, null, count);
    }

    /// <summary>Compares within a range of days, both included, in UTC.</summary>
    /// <param name="buckets">The buckets, in any order; those not wholly within the range are left out.</param>
    /// <param name="firstDay">The first day.</param>
    /// <param name="lastDay">The last day.</param>
    /// <param name="score">How strongly an item trends.</param>
    /// <param name="ranking">Which changes matter, and how many; null for the top ten of all.</param>
    /// <param name="basis">What is compared with what.</param>
    /// <param name="comparer">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The report; it names the basis and both periods.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="buckets"/> or <paramref name="score"/> is
    /// null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="lastDay"/> is before <paramref name="firstDay"/>, or the basis is none of the three.
    /// </exception>
    public static TrendReport<TItem> Make<TItem>(
        IEnumerable<TrendBucket<TItem>> buckets,
        DateOnly firstDay,
        DateOnly lastDay,
        ITrendScore score,
        TrendRanking? ranking = null,
        TrendBasis basis = TrendBasis.LastTransition,
        IComparer<TItem>? comparer = null)
        where TItem : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lastDay, firstDay);
        var end = lastDay == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(lastDay.AddDays(1));
        return Make(buckets, StartOf(firstDay), end, score, ranking, basis, comparer);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static TrendTransition<TItem>? Transition<TItem>(
        List<TrendBucket<TItem>> buckets, long count, ITrendScore score, TrendBasis basis, IComparer<TItem>? comparer)
        where TItem : notnull
    {
        if (count < TrendReport<TItem>.BucketsNeeded)
        {
            return null;
        }

        if (basis == TrendBasis.LastTransition)
        {
            return Over(buckets, score, basis, comparer);
        }

        var length = basis == TrendBasis.FirstToLast ? 1 : count / 2;
        var (first, last) = (buckets[0].Index, buckets[^1].Index);
        var earlier = Merge(buckets, first, first + length - 1, 0);
        var later = Merge(buckets, last - length + 1, last, 1);
        return Over([earlier, later], score, basis, comparer) is { } transition
            ? new TrendTransition<TItem>(
                new(first, first + length - 1, earlier.Start, earlier.End),
                new(last - length + 1, last, later.Start, later.End),
                basis,
                transition.ScoreName,
                transition.Changes,
                comparer)
            {
                IsPartial = transition.IsPartial,
            }
            : null;
    }

    private static TrendTransition<TItem>? Over<TItem>(
        List<TrendBucket<TItem>> buckets, ITrendScore score, TrendBasis basis, IComparer<TItem>? comparer)
        where TItem : notnull
    {
        var history = new TrendHistory<TItem>(score, comparer);
        buckets[..^1].ForEach(history.Add);
        return history.Compare(buckets[^1], basis);
    }

    /// <summary>The sum of the buckets from one index to another.</summary>
    private static TrendBucket<TItem> Merge<TItem>(List<TrendBucket<TItem>> buckets, long first, long last, long index)
        where TItem : notnull
    {
        var units = new Dictionary<TItem, long>(buckets[0].Counts.Units.Comparer);
        var part = buckets.Where(bucket => bucket.Index >= first && bucket.Index <= last).ToList();
        foreach (var (item, value) in part.SelectMany(bucket => bucket.Counts.Units))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(units, item, out _) += value;
        }

        var (start, end) = Bounds(buckets, first, last);
        return new TrendBucket<TItem>(index, start, end, units, units.Values.Sum())
        {
            IsPartial = part.Exists(bucket => bucket.IsPartial),
        };
    }

    /// <summary>Where the buckets of two indexes start and end, although either may be missing.</summary>
    private static (DateTimeOffset Start, DateTimeOffset End) Bounds<TItem>(
        List<TrendBucket<TItem>> buckets, long first, long last)
        where TItem : notnull
    {
        var (from, to) = (buckets[0], buckets[^1]);
        var step = (to.Start - from.Start) / (to.Index - from.Index);
        return (from.Start + step * (first - from.Index), to.End - step * (to.Index - last));
    }
}
