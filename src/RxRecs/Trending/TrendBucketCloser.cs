using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Turns closed panes into buckets, in order and without gaps from the first pane on, except that a long run of empty
/// buckets is cut short. A bucket is named here by its last pane.
/// </summary>
internal sealed class TrendBucketCloser<TItem>(
    TrendPanes<TItem> panes, int panesPerBucket, int maxEmptyRun, IEqualityComparer<TItem>? itemEquality)
    where TItem : notnull
{
    private readonly Dictionary<TItem, long> _sum = new(itemEquality);
    private int _summed;
    private long _total;
    private long _error;
    private bool _started;
    private long _first;
    private long _next;
    private int _emptyRun;
    private long _skipped;

    public List<TrendBucket<TItem>> Closed { get; } = [];

    public void CloseBefore(long closed, long lateCount)
    {
        if (!_started && panes.Count != 0 && panes[0].Index < closed)
        {
            _started = true;
            _first = _next = panes[0].Index;
        }

        while (_started && _next < closed)
        {
            if (panes.Count != 0 && panes[0].Index <= _next)
            {
                CloseNext(lateCount, isPartial: false);
            }
            else
            {
                CloseEmpty(panes.Count == 0 ? closed : Math.Min(closed, panes[0].Index), lateCount);
            }
        }
    }

    /// <summary>Closes every bucket that holds an event and has not ended: the input is over.</summary>
    public void CloseRest(long lateCount)
    {
        if (!_started && panes.Count != 0)
        {
            _started = true;
            _first = _next = panes[0].Index;
        }

        while (panes.Count != 0)
        {
            if (panes[0].Index > _next)
            {
                CloseEmpty(panes[0].Index, lateCount);
            }

            CloseNext(lateCount, isPartial: true);
        }
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteBoolean(_started);
        writer.WriteInt64(_first);
        writer.WriteInt64(_next);
        writer.WriteCount(_emptyRun);
        writer.WriteInt64(_skipped);
    }

    public void Restore(SnapshotReader reader)
    {
        _started = reader.ReadBoolean();
        _first = reader.ReadInt64();
        _next = reader.ReadInt64();
        _emptyRun = reader.ReadSize();
        _skipped = reader.ReadInt64();
        var last = panes.IndexOf(DateTimeOffset.MaxValue.UtcTicks) + panesPerBucket;
        if (_first > _next || _next > last || _skipped < 0 || _emptyRun > maxEmptyRun
            || (_started && _first < panes.IndexOf(0))
            || (_started && panes.Count != 0 && panes[0].Index <= _next - panesPerBucket))
        {
            throw new SnapshotException($"Buckets {_first} to {_next} cannot be: the snapshot is damaged.");
        }

        Closed.Clear();
        _sum.Clear();
        (_summed, _total, _error) = (0, 0, 0);
        while (_started && panesPerBucket > 1 && _summed < panes.Count && panes[_summed].Index < _next)
        {
            AddToSum(panes[_summed]);
        }
    }

    private void CloseNext(long lateCount, bool isPartial)
    {
        if (panesPerBucket == 1)
        {
            var pane = panes[0];
            Emit(pane.Sketch?.ToDictionary() ?? pane.Units, (pane.Total, pane.MaxError), lateCount, isPartial);
            panes.RemoveFirst();
        }
        else
        {
            CloseOverlapping(lateCount, isPartial || _next - panesPerBucket + 1 < _first);
        }

        _next++;
        _emptyRun = 0;
    }

    private void CloseOverlapping(long lateCount, bool isPartial)
    {
        if (_summed < panes.Count && panes[_summed].Index == _next)
        {
            AddToSum(panes[_summed]);
        }

        Emit(new Dictionary<TItem, long>(_sum, itemEquality), (_total, _error), lateCount, isPartial);
        if (panes[0].Index == _next - panesPerBucket + 1)
        {
            TakeFromSum(panes[0]);
            panes.Recycle(panes[0]);
            panes.RemoveFirst();
        }
    }

    private void CloseEmpty(long until, long lateCount)
    {
        for (; _emptyRun < maxEmptyRun && _next < until; _next++, _emptyRun++)
        {
            Emit(new Dictionary<TItem, long>(itemEquality), (0, 0), lateCount, isPartial: false);
        }

        _skipped += until - _next;
        _next = until;
    }

    private void Emit(Dictionary<TItem, long> units, (long Sum, long Error) total, long lateCount, bool isPartial)
    {
        var first = _next - panesPerBucket + 1;

        // A bucket may begin with the last tick that there is, and still ends after its start.
        var start = Math.Min(panes.StartOf(first), DateTimeOffset.MaxValue.UtcTicks - 1);
        Closed.Add(new(first, ToTime(start), ToTime(panes.StartOf(_next + 1)), units, total.Sum)
        {
            MaxErrorUnits = total.Error,
            IsPartial = isPartial,
            LateCount = lateCount,
            SkippedBefore = _skipped,
            Skipped = _skipped == 0 ? null : (ToTime(panes.StartOf(first - 1)), ToTime(panes.StartOf(_next))),
        });
        _skipped = 0;
    }

    private void AddToSum(TrendPane<TItem> pane)
    {
        pane.AddTo(_sum, 1);
        _total += pane.Total;
        _error += pane.MaxError;
        _summed++;
    }

    private void TakeFromSum(TrendPane<TItem> pane)
    {
        pane.AddTo(_sum, -1);
        _total -= pane.Total;
        _error -= pane.MaxError;
        _summed--;
    }

    private static DateTimeOffset ToTime(long ticks) =>
        new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
}
