using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <summary>
/// Counts per item in panes of event time, and the buckets that the watermark closes. An event is late when the first
/// bucket that it belongs to has closed, so that it is counted in all of its buckets or in none.
/// </summary>
/// <remarks>
/// Cost per event: one look-up, in the pane of the event before if it is the same one; no division. Cost per closed
/// bucket: none for touching buckets, which take over the pane's counts; for overlapping ones a running sum, to which
/// the newest pane is added and from which the oldest is taken, is copied. Weights are integers, so the running sum is
/// exact for ever. A pane with as many items as are counted exactly leaves the fast path: it is looked for with each
/// event, and counts what comes more by Space-Saving.
/// </remarks>
internal sealed class TrendBucketsState<TItem>
    where TItem : notnull
{
    private static readonly TrendPane<TItem> NoPane = new(0, long.MinValue, 0, []);
    private readonly int _panesPerBucket;
    private readonly long _paneLimit;
    private readonly int _maxItems;
    private readonly TrendPanes<TItem> _panes;
    private readonly TrendBucketCloser<TItem> _closer;
    private TrendPane<TItem> _current = NoPane;
    private BoundedDisorder _disorder;
    private long _highest = long.MinValue;
    private long _closedUntil = long.MinValue;
    private long _nextBoundary = long.MinValue;

    public TrendBucketsState(TimeSpan size, TrendBucketsOptions options, IEqualityComparer<TItem>? itemEquality)
    {
        _panesPerBucket = options.PanesPerBucket(size);
        _paneLimit = long.MaxValue / _panesPerBucket;
        _maxItems = options.MaxItemsPerBucket;
        _disorder = new BoundedDisorder(options.AllowedLateness);
        _panes = new(new TrendGrid(size, _panesPerBucket, options), _paneLimit, _maxItems, itemEquality);
        _closer = new(_panes, _panesPerBucket, options.MaxEmptyRun, itemEquality);
    }

    /// <summary>The buckets that the last call has closed; whoever takes them clears the list.</summary>
    public List<TrendBucket<TItem>> Closed => _closer.Closed;

    public DateTimeOffset Watermark => _disorder.Time;

    public EventTimeCounts Counts => _disorder.Counts;

    /// <summary>Counts an event; false when it is late.</summary>
    public bool TryCount(TItem item, long ticks, long units)
    {
        var pane = _current;
        if ((ulong)(ticks - pane.Start) >= (ulong)pane.Length)
        {
            return TryCountElsewhere(item, ticks, units);
        }

        if (units > _paneLimit - pane.Total)
        {
            throw TooMuch();
        }

        if (units != 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(pane.Units, item, out var isKnown) += units;
            pane.Total += units;
            if (!isKnown && pane.Units.Count >= _maxItems)
            {
                _current = NoPane;
            }
        }

        _disorder.Count();
        if (ticks > _highest)
        {
            Rise(ticks);
        }

        return true;
    }

    public LateEvent<TEvent> Late<TEvent>(TEvent value, long ticks) => _disorder.Late(value, ticks);

    /// <summary>Moves the watermark ahead, without an event.</summary>
    public void MoveTo(long watermark)
    {
        if (_disorder.MoveTo(watermark) && watermark >= _nextBoundary)
        {
            Close(watermark);
        }
    }

    /// <summary>
    /// Closes what is whole, as far as time was seen to go or is known to be covered, and then the rest as
    /// partial.
    /// </summary>
    public void Complete(long completeUntil)
    {
        Close(Math.Max(Math.Max(_highest, _disorder.Watermark), completeUntil));
        _closer.CloseRest(_disorder.LateCount);
        _current = NoPane;
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteCount(_panesPerBucket);
        _disorder.Snapshot(writer);
        writer.WriteInt64(_highest);
        if (_disorder.Watermark == BoundedDisorder.None)
        {
            _panes.Snapshot(writer);
        }
        else
        {
            // What closes next closes at the same instant after a restore.
            _panes.Snapshot(writer, _closedUntil);
        }

        _closer.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        var panesPerBucket = reader.ReadSize();
        if (panesPerBucket != _panesPerBucket)
        {
            throw new SnapshotException(
                $"The snapshot was made with a bucket size of {panesPerBucket} times the advance, " +
                $"not {_panesPerBucket}.");
        }

        _disorder.Restore(reader);
        _highest = reader.ReadInt64();
        if (_highest > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException($"A newest event at {_highest} ticks: the snapshot is damaged.");
        }

        _panes.Restore(reader);
        SetClosed(_disorder.Watermark);
        _closer.Restore(reader);
        _current = NoPane;
    }

    private bool TryCountElsewhere(TItem item, long ticks, long units)
    {
        if (ticks < _closedUntil)
        {
            return false;
        }

        var pane = _panes.Find(ticks);
        if (pane?.ItemCount < _maxItems)
        {
            _current = pane;
            return TryCount(item, ticks, units);
        }

        if (pane is not null)
        {
            AddAtCapacity(pane, item, units);
        }
        else
        {
            pane = units <= _paneLimit ? _panes.Add(item, ticks, units) : throw TooMuch();
            _current = pane.ItemCount < _maxItems ? pane : NoPane;
        }

        _disorder.Count();
        if (ticks > _highest)
        {
            Rise(ticks);
        }

        return true;
    }

    private void AddAtCapacity(TrendPane<TItem> pane, TItem item, long units)
    {
        if (units > _paneLimit - pane.Total)
        {
            throw TooMuch();
        }

        if (units != 0)
        {
            pane.AddAtCapacity(item, units);
        }
    }

    private InvalidOperationException TooMuch() =>
        new($"The weights of one bucket add up to more than {TrendWeight.FromUnits(_paneLimit):N0} " +
            "per step of its advance.");

    private void Rise(long ticks)
    {
        _highest = ticks;
        if (_disorder.RiseTo(ticks) && _disorder.Watermark >= _nextBoundary)
        {
            Close(_disorder.Watermark);
        }
    }

    private void Close(long watermark)
    {
        var closed = SetClosed(watermark);
        _closer.CloseBefore(closed, _disorder.LateCount);
        if (_current.Index < closed)
        {
            _current = NoPane;
        }
    }

    /// <summary>Notes which panes have closed: those that end at the watermark or before it.</summary>
    private long SetClosed(long watermark)
    {
        var closed = _panes.IndexOf(Math.Clamp(watermark, 0, DateTimeOffset.MaxValue.UtcTicks));
        _closedUntil = _panes.StartOf(closed);
        _nextBoundary = watermark == BoundedDisorder.None ? long.MinValue : _panes.StartOf(closed + 1);
        return closed;
    }
}
