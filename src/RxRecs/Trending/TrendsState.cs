namespace RxRecs.Machines;

/// <summary>
/// Keeps the trend as of the last closed bucket: what <c>TrendBuckets</c> and <c>TopTrends</c> keep, one behind the
/// other.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed class TrendsState<TEvent, TItem>
    where TItem : notnull
{
    private readonly TrendBucketsMachine<TEvent, TItem> _buckets;
    private readonly TopTrendsMachine<TItem> _top;
    private readonly Output<EventTimeResult<TEvent, TrendBucket<TItem>>> _closed = new();
    private readonly Output<TrendReport<TItem>> _reports = new();

    /// <summary>Makes a state without buckets.</summary>
    /// <param name="size">The length of a bucket.</param>
    /// <param name="itemSelector">A selector of the item that an event counts for; not null.</param>
    /// <param name="weightSelector">
    /// A selector of an event's weight, from 0 to 1,000,000 with six decimals; null for 1 each.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The options for how buckets are cut and when they close.</param>
    /// <param name="score">The score that ranks items by how strongly they trend.</param>
    /// <param name="ranking">
    /// The options for which changes matter and how many are reported; null for the top ten of all.
    /// </param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <param name="itemOrder">The order of items that rank equal; null for their own (ordinal for text).</param>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive, or longer than
    /// time.</exception>
    /// <exception cref="ArgumentException">The advance does not go into <paramref name="size"/>.</exception>
    public TrendsState(
        TimeSpan size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, double>? weightSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        TrendBucketsOptions options,
        TrendScore score,
        TrendRankingOptions? ranking = null,
        IEqualityComparer<TItem>? itemEquality = null,
        IComparer<TItem>? itemOrder = null)
    {
        _buckets = new(size, itemSelector, weightSelector, eventTimeSelector, options, itemEquality);
        _top = new(score, ranking, itemOrder);
    }

    /// <summary>Gets the newest comparison of two buckets; null until there is one.</summary>
    public TrendReport<TItem>? Report => _top.Report;

    /// <summary>Gets the time before which no event is expected any more.</summary>
    public DateTimeOffset Watermark => _buckets.Watermark;

    /// <summary>Gets the number of events that came too late for their bucket.</summary>
    public long LateEvents { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <param name="value">The event.</param>
    public void Learn(TEvent value)
    {
        _buckets.OnEvent(value, _closed);
        if (_closed.Count != 0)
        {
            TakeClosed();
        }
    }

    /// <summary>Closes the buckets that end by a time.</summary>
    /// <param name="watermark">The time before which no event is expected any more.</param>
    public void AdvanceTo(DateTimeOffset watermark)
    {
        _buckets.OnWatermark(watermark, _closed);
        TakeClosed();
    }

    /// <summary>Closes what is open; no event follows.</summary>
    public void Complete()
    {
        _buckets.OnCompleted(_closed);
        TakeClosed();
    }

    /// <summary>Writes the whole state.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(LateEvents);
        _buckets.Snapshot(writer);
        _top.Snapshot(writer);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <exception cref="SnapshotException">The bytes are not a state of these buckets and this score.</exception>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        LateEvents = reader.ReadInt64();
        _buckets.Restore(reader);
        _top.Restore(reader);
    }

    private void TakeClosed()
    {
        try
        {
            foreach (var result in _closed.Results)
            {
                if (result.IsLate)
                {
                    LateEvents++;
                    SetAsideEvents.Add(nameof(RecsObservable.TrendBuckets), SetAsideEvents.Late);
                }
                else if (result.IsResult)
                {
                    _top.OnEvent(result.Result, _reports);
                }
            }
        }
        finally
        {
            _closed.Clear();
            _reports.Clear();
        }
    }
}
