namespace RxRecs.Machines;

/// <summary>
/// Keeps a live report of what trends. State: the buckets of the score's baseline and a figure per item that was
/// counted in one of them or still weighs at least a millionth.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TopTrendsMachine<TItem> : IMachine<TrendBucket<TItem>, TrendReport<TItem>>
    where TItem : notnull
{
    private readonly TrendHistory<TItem> _history;
    private readonly TrendRankingOptions _ranking;

    /// <summary>Makes a machine without state.</summary>
    /// <param name="score">How strongly an item trends.</param>
    /// <param name="options">Which changes matter, and how many; null for the top ten of all.</param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <exception cref="ArgumentNullException"><paramref name="score"/> is null.</exception>
    public TopTrendsMachine(ITrendScore score, TrendRankingOptions? options = null, IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        _history = new TrendHistory<TItem>(score, itemOrder);
        _ranking = options ?? new TrendRankingOptions();
    }

    /// <inheritdoc/>
    public SnapshotFormat Format { get; } = new("TopTrends", 1);

    /// <inheritdoc/>
    public void OnEvent(TrendBucket<TItem> value, Output<TrendReport<TItem>> output)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.IsPartial && !_ranking.IncludePartial)
        {
            return;
        }

        var buckets = _history.BucketsUpTo(value);
        var report = _history.Compare(value) is { } transition
            ? TrendRanker.Rank(transition, transition.Changes, _ranking, buckets)
            : NotEnough(buckets);
        _history.Add(value);
        output.Emit(report);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<TrendReport<TItem>> output)
    {
        if (!_history.HasBuckets)
        {
            output.Emit(NotEnough(0));
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _history.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _history.Restore(reader);

    private static TrendReport<TItem> NotEnough(long buckets) => new(TrendReportStatus.NotEnoughData, null, buckets);
}
