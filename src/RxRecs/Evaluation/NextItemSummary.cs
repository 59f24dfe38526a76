using System.Runtime.InteropServices;

namespace RxRecs.Recommenders;

/// <summary>
/// Sums up the results of <c>EvaluateNextItems</c>: means with their intervals, splits, what the lists were like,
/// whether two recommenders differ, and how they fared over time. Keeps the last list and four numbers for each visit
/// and recommender, and each event's ranks, of as many results as it is told to take.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class NextItemSummary<TItem>
    where TItem : notnull
{
    private readonly NextItemTotals<TItem>[] _totals;
    private readonly Dictionary<TItem, long> _targets = [];
    private readonly int _maxResults;
    private readonly List<(long Session, long Ticks, int[] Ranks)> _ranks = [];

    /// <summary>Makes a summary of nothing.</summary>
    /// <param name="names">The recommenders' names, in their order.</param>
    /// <param name="maxResults">
    /// The maximum number of results that are taken; those that follow are only counted.
    /// </param>
    /// <param name="similarity">
    /// A function that gives the similarity of two items of a list, such as 1 for the same category and 0 for others;
    /// null where the similarity within lists is not to be measured.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="names"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxResults"/> is not positive.</exception>
    public NextItemSummary(
        IEnumerable<string> names, int maxResults = 10_000_000, Func<TItem, TItem, double>? similarity = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxResults);
        _maxResults = maxResults;
        Names = [.. names];
        if (Names.Distinct(StringComparer.Ordinal).Count() < Names.Count)
        {
            throw new ArgumentException(
                $"A name is there twice: {string.Join(", ", Names)}. Give each recommender a name of its own.",
                nameof(names));
        }

        _totals = [.. Names.Select(name => new NextItemTotals<TItem>(name, similarity))];
    }

    /// <summary>Gets the recommenders' names, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets the number of items that were to be predicted.</summary>
    public long Count => _ranks.Count;

    /// <summary>Gets the number of results beyond the bound; they are in no figure.</summary>
    public long Refused { get; private set; }

    /// <summary>Gets the earliest event time; <see cref="DateTimeOffset.MinValue"/> of nothing.</summary>
    public DateTimeOffset FirstTime =>
        new(_ranks.Select(static each => each.Ticks).DefaultIfEmpty().Min(), TimeSpan.Zero);

    /// <summary>Gets the latest event time; <see cref="DateTimeOffset.MinValue"/> of nothing.</summary>
    public DateTimeOffset LastTime =>
        new(_ranks.Select(static each => each.Ticks).DefaultIfEmpty().Max(), TimeSpan.Zero);

    /// <summary>Adds a result.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="ArgumentException">It has not as many verdicts as there are names.</exception>
    public void Add(NextItemResult<TItem> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Verdicts.Count != _totals.Length)
        {
            throw new ArgumentException(
                $"The result is of {result.Verdicts.Count} recommenders; {_totals.Length} are named.", nameof(result));
        }

        if (_ranks.Count >= _maxResults)
        {
            Refused++;
            return;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_targets, result.Item, out _)++;
        _ranks.Add((result.Session, result.EventTime.UtcTicks, [.. result.Verdicts.Select(static each => each.Rank)]));
        for (var i = 0; i < _totals.Length; i++)
        {
            _totals[i].Add(result, result.Verdicts[i]);
        }
    }

    /// <summary>Returns the scores of each recommender, in their order.</summary>
    /// <returns>The scores.</returns>
    public IReadOnlyList<NextItemScores> Scores() => [.. _totals.Select(each => each.Scores(_targets, Count))];

    /// <summary>Compares the hits of two recommenders on the same events.</summary>
    /// <param name="first">The index of the one.</param>
    /// <param name="second">The index of the other.</param>
    /// <returns>The counts of McNemar's test.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such recommender.</exception>
    public McNemar Compare(int first, int second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)first, (uint)_totals.Length, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)second, (uint)_totals.Length, nameof(second));
        return _ranks.Aggregate(
            default(McNemar), (test, each) => test.With(each.Ranks[first] > 0, each.Ranks[second] > 0));
    }

    /// <summary>Returns the hit rate of a recommender over time, each point with its interval.</summary>
    /// <param name="recommender">The recommender's index.</param>
    /// <param name="size">The length of the intervals of event time, aligned to the Unix epoch in UTC.</param>
    /// <returns>
    /// The start of each interval with events, in order, the hit rate in it, and the number of its events.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such recommender, or the size is not positive.
    /// </exception>
    public IReadOnlyList<(DateTimeOffset Start, ConfidenceInterval HitRate, int Events)> HitRateOverTime(
        int recommender, TimeSpan size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            (uint)recommender, (uint)_totals.Length, nameof(recommender));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        return
        [
            .. _ranks
                .GroupBy(each => LocalDays.FloorDivide(each.Ticks - DateTimeOffset.UnixEpoch.Ticks, size.Ticks))
                .OrderBy(static bucket => bucket.Key)
                .Select(bucket => (
                    StartOf(bucket.Key, size),
                    ConfidenceInterval.OfRatio(
                    [
                        .. bucket.GroupBy(static each => each.Session)
                            .Select(visit => (
                                (double)visit.Count(each => each.Ranks[recommender] > 0), (double)visit.Count())),
                    ]),
                    bucket.Count())),
        ];
    }

    // The first of all intervals begins with time itself, whatever its size.
    private static DateTimeOffset StartOf(long interval, TimeSpan size)
    {
        var ticks = DateTimeOffset.UnixEpoch.Ticks + ((Int128)interval * size.Ticks);
        return new((long)Int128.Max(ticks, 0), TimeSpan.Zero);
    }
}
