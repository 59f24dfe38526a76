namespace RxRecs.Machines;

/// <summary>
/// Keeps the trend as of the last closed bucket: <see cref="TrendBucketsMachine{TEvent, TItem}"/> and
/// <see cref="TopTrendsMachine{TItem}"/>, one behind the other.
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

    /// <summary>Puts the two machines together, both without state.</summary>
    /// <param name="buckets">Counts items in buckets.</param>
    /// <param name="top">Compares the buckets.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public TrendsState(TrendBucketsMachine<TEvent, TItem> buckets, TopTrendsMachine<TItem> top)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        ArgumentNullException.ThrowIfNull(top);
        _buckets = buckets;
        _top = top;
    }

    /// <summary>Gives the newest comparison of two buckets; null until there is one.</summary>
    public TrendReport<TItem>? Report => _top.Report;

    /// <summary>Gives the time before which no event is expected any more.</summary>
    public DateTimeOffset Watermark => _buckets.Watermark;

    /// <summary>Counts the events that came too late for their bucket.</summary>
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

    /// <summary>Closes what ends by a time.</summary>
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
    /// <param name="writer">Where it goes.</param>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(LateEvents);
        _buckets.Snapshot(writer);
        _top.Snapshot(writer);
    }

    /// <summary>Replaces the whole state.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <exception cref="SnapshotException">The bytes are not a state of these two machines.</exception>
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
