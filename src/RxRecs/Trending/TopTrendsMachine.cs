using RxRecs.Machines;

namespace RxRecs.Trending;

/// <summary>
/// Keeps a live report of what trends. State: the buckets of the score's baseline and a figure per item that was counted in one of
/// them or still weighs at least a millionth.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TopTrendsMachine<TItem> : IMachine<TrendBucket<TItem>, TrendReport<TItem>>
    where TItem : notnull
{
    private readonly TrendHistory<TItem> _history;
    private readonly TrendRanking _ranking;

    /// <summary>Makes a machine without state.</summary>
    /// <param name="score">How strongly an item trends.</param>
    /// <param name="ranking">Which changes matter, and how many; null for the top ten of all.</param>
    /// <param name="comparer">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <exception cref="ArgumentNullException"><paramref name="score"/> is null.</exception>
    public TopTrendsMachine(ITrendScore score, TrendRanking? ranking = null, IComparer<TItem>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        _history = new TrendHistory<TItem>(score, comparer);
        _ranking = ranking ?? new TrendRanking();
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

        _history.Add(value);
        output.Emit(Report());
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<TrendReport<TItem>> output)
    {
        if (_history.Buckets == 0)
        {
            output.Emit(Report());
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _history.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _history.Restore(reader);

    private TrendReport<TItem> Report() => _history.Transition() is { } transition
        ? TrendRanker.Rank(transition, transition.Changes, _ranking, _history.Buckets)
        : new TrendReport<TItem>(TrendReportStatus.NotEnoughData, null, _history.Buckets);
}
