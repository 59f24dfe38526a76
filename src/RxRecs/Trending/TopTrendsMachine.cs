namespace RxRecs.Machines;

/// <summary>
/// Keeps a live report of what trends. State: the buckets of the score's baseline, a figure per item that was counted
/// in one of them or still weighs at least a millionth, and the newest report with all its changes.
/// </summary>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TopTrendsMachine<TItem>
    : IMachine<TrendBucket<TItem>, TrendReport<TItem>>, IHasState<TrendReport<TItem>?>
    where TItem : notnull
{
    private readonly TrendHistory<TItem> _history;
    private readonly TrendRankingOptions _ranking;
    private readonly IComparer<TItem>? _itemOrder;
    private readonly string _scoreName;

    /// <summary>Makes a machine without state.</summary>
    /// <param name="score">The score that ranks items by how strongly they trend.</param>
    /// <param name="options">
    /// The options for which changes matter and how many are reported; null for the top ten of all.
    /// </param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <exception cref="ArgumentNullException"><paramref name="score"/> is null.</exception>
    public TopTrendsMachine(TrendScore score, TrendRankingOptions? options = null, IComparer<TItem>? itemOrder = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        _history = new TrendHistory<TItem>(score, itemOrder);
        _ranking = options ?? new TrendRankingOptions();
        _itemOrder = itemOrder;
        _scoreName = score.Name;
    }

    TrendReport<TItem>? IHasState<TrendReport<TItem>?>.State => Report;

    /// <inheritdoc/>
    public SnapshotFormat Format { get; } = new("TopTrends", 3);

    /// <summary>
    /// Gives the newest report, which is the one emitted last; null before the first. After a restore it is there at
    /// once, ranked by this machine's ranking.
    /// </summary>
    public TrendReport<TItem>? Report { get; private set; }

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
        Report = report;
        output.Emit(report);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<TrendReport<TItem>> output)
    {
        if (!_history.HasBuckets)
        {
            Report = NotEnough(0);
            output.Emit(Report);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _history.Snapshot(writer);
        TrendReportSnapshot.Write(writer, Report);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _history.Restore(reader);
        Report = TrendReportSnapshot.Read(reader, _scoreName, _ranking, _itemOrder);
    }

    private static TrendReport<TItem> NotEnough(long buckets) => new(TrendReportStatus.NotEnoughData, null, buckets);
}
