using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Keeps what a score needs of the buckets so far: for each item its last count, its count over the baseline and its
/// decayed count. Buckets come in order; one that is missing counts as empty. An item is forgotten once it is in no
/// bucket of the baseline and its decayed count is below a millionth, or too many such items have a greater one.
/// Comparing, which runs the score, changes nothing; adding runs no user code but the items' equality and, where it
/// forgets, their order.
/// </summary>
internal sealed class TrendHistory<TItem>(TrendScore score, IComparer<TItem>? itemOrder)
    where TItem : notnull
{
    private const double Forgotten = 1e-6;
    private readonly int _baselineBuckets = Math.Max(1, score.BaselineBuckets);
    private readonly Queue<TrendBucket<TItem>> _baseline = new();
    private readonly IComparer<TItem> _itemOrder = ItemOrder.OrDefault(itemOrder);
    private Dictionary<TItem, Entry> _entries = [];

    // By how much a decayed count may be too low: it decays like one.
    private Entry _error;
    private TrendBucket<TItem>? _newest;
    private long _firstIndex;

    /// <summary>Counts the buckets up to a further one, those that were missing included.</summary>
    public long BucketsUpTo(TrendBucket<TItem> bucket) => _newest is null ? 1 : bucket.Index - _firstIndex + 1;

    /// <summary>Tells whether there has been a bucket.</summary>
    public bool HasBuckets => _newest is not null;

    /// <summary>The number of the newest bucket; null where there is none.</summary>
    public long? NewestIndex => _newest?.Index;

    /// <summary>The buckets of the baseline, oldest first.</summary>
    public IReadOnlyCollection<TrendBucket<TItem>> Baseline => _baseline;

    /// <summary>
    /// The change from the last bucket to a further one, which is not added; null where there is no last
    /// one.
    /// </summary>
    public TrendTransition<TItem>? Compare(TrendBucket<TItem> bucket, TrendBasis basis = TrendBasis.LastTransition)
    {
        if (_newest is not { } newest)
        {
            return null;
        }

        if (bucket.Index <= newest.Index)
        {
            throw new InvalidOperationException(
                $"Bucket {bucket.Index} came after bucket {newest.Index}: not in order.");
        }

        var previous = newest.Index == bucket.Index - 1 ? newest : null;
        return new TrendTransition<TItem>(
            PeriodBefore(bucket, previous),
            new TrendPeriod(bucket.Index, bucket.Index, bucket.Start, bucket.End),
            basis,
            score.Name,
            Changes(bucket),
            itemOrder)
        {
            IsPartial = bucket.IsPartial || previous is { IsPartial: true },
            IsApproximate = bucket.IsApproximate || IsApproximateBefore(bucket),
            MaxError = Math.Max(bucket.MaxError, previous?.MaxError ?? 0),
        };
    }

    /// <summary>Takes the next bucket.</summary>
    public void Add(TrendBucket<TItem> bucket)
    {
        UseEqualityOf(bucket);
        foreach (var (item, units) in bucket.Units)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, item, out _);
            entry.Decayed = DecayedAt(entry, bucket.Start.UtcTicks) + TrendWeight.FromUnits(units);
            entry.Baseline += units;
            entry.Next = units;
            entry.Index = bucket.Index;
            entry.Start = bucket.Start.UtcTicks;
        }

        AddError(bucket.Start.UtcTicks, bucket.MaxError);
        _firstIndex = _newest is null ? bucket.Index : _firstIndex;
        _newest = bucket;
        _baseline.Enqueue(bucket);
        while (Distance(_baseline.Peek(), bucket) >= (ulong)_baselineBuckets)
        {
            AddToBaseline(_baseline.Dequeue(), -1);
        }

        Forget(bucket);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteString(score.Name);
        writer.WriteCount(_baselineBuckets);
        writer.WriteInt64(score.HalfLife?.Ticks ?? 0);
        writer.WriteInt64(_firstIndex);
        writer.WriteInt64(_error.Start);
        writer.WriteDouble(_error.Decayed);
        writer.WriteCount(_baseline.Count);
        foreach (var bucket in _baseline)
        {
            TrendBucket<TItem>.Write(writer, bucket);
        }

        var entries = _entries.ToArray();
        Array.Sort(entries, (x, y) => _itemOrder.Compare(x.Key, y.Key));
        writer.WriteCount(entries.Length);
        foreach (var (item, entry) in entries)
        {
            writer.Write(item);
            writer.WriteInt64(entry.Index);
            writer.WriteInt64(entry.Start);
            writer.WriteInt64(entry.Next);
            writer.WriteDouble(entry.Decayed);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        var (name, buckets, halfLife) = (reader.ReadString(), reader.ReadSize(), reader.ReadInt64());
        if (name != score.Name || buckets != _baselineBuckets || halfLife != (score.HalfLife?.Ticks ?? 0))
        {
            throw new SnapshotException(
                $"The snapshot was made with the score {name} over {buckets} buckets " +
                $"and a half-life of {new TimeSpan(halfLife)}, " +
                $"not {score.Name} over {_baselineBuckets} and {score.HalfLife ?? TimeSpan.Zero}.");
        }

        _firstIndex = reader.ReadInt64();
        _error = new Entry { Start = reader.ReadInt64(), Decayed = reader.ReadDouble() };
        if (_error.Start < 0 || _error.Start > DateTimeOffset.MaxValue.UtcTicks
            || !(_error.Decayed is >= 0 and < double.PositiveInfinity))
        {
            throw new SnapshotException("An error that cannot be: the snapshot is damaged.");
        }

        RestoreBuckets(reader);
        RestoreEntries(reader);
        foreach (var bucket in _baseline)
        {
            AddToBaseline(bucket, 1);
        }
    }

    private void RestoreBuckets(SnapshotReader reader)
    {
        _baseline.Clear();
        _newest = null;
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var bucket = TrendBucket<TItem>.Read(reader);
            if (bucket.Index <= (_newest?.Index ?? long.MinValue) || bucket.Index < _firstIndex
                || (Int128)bucket.Index - _firstIndex > DateTimeOffset.MaxValue.UtcTicks)
            {
                throw new SnapshotException($"Bucket {bucket.Index} is out of order: the snapshot is damaged.");
            }

            _baseline.Enqueue(bucket);
            _newest = bucket;
        }
    }

    private void RestoreEntries(SnapshotReader reader)
    {
        _entries = [];
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var item = reader.Read<TItem>();
            var entry = new Entry
            {
                Index = reader.ReadInt64(),
                Start = reader.ReadInt64(),
                Next = reader.ReadInt64(),
                Decayed = reader.ReadDouble(),
            };
            if (item is null || entry.Index > (_newest?.Index ?? long.MinValue) || entry.Index < _firstIndex ||
                entry.Start < 0 || entry.Start > DateTimeOffset.MaxValue.UtcTicks || entry.Next < 0 ||
                !(entry.Decayed is >= 0 and < double.PositiveInfinity) || !_entries.TryAdd(item, entry))
            {
                throw new SnapshotException($"The history of item '{item}' cannot be: the snapshot is damaged.");
            }
        }
    }

    private TrendChange<TItem>[] Changes(TrendBucket<TItem> bucket)
    {
        UseEqualityOf(bucket);
        var baseline = _baseline.Where(old => Distance(old, bucket) <= (ulong)_baselineBuckets);
        var gone = UnitsOf(_baseline.Where(old => Distance(old, bucket) > (ulong)_baselineBuckets));
        var volume = baseline.Sum(old => old.Total);
        var changes = new List<TrendChange<TItem>>(_entries.Count);
        foreach (var (item, entry) in _entries)
        {
            var units = entry.Baseline - gone.GetValueOrDefault(item);
            AddChange(changes, bucket, item, entry, (TrendWeight.FromUnits(units), volume));
        }

        foreach (var item in bucket.Units.Keys)
        {
            if (!_entries.ContainsKey(item))
            {
                AddChange(changes, bucket, item, default, (0, volume));
            }
        }

        return [.. changes];
    }

    private void AddChange(
        List<TrendChange<TItem>> changes,
        TrendBucket<TItem> bucket,
        TItem item,
        Entry entry,
        (double Count, double Volume) baseline)
    {
        var before = entry.Index == bucket.Index - 1 ? TrendWeight.FromUnits(entry.Next) : 0;
        var now = bucket.CountOf(item);
        var decayed = score.HalfLife is null ? 0 : DecayedAt(entry, bucket.Start.UtcTicks) + now;
        var input = new TrendScoreInput(before, now, bucket.Total, baseline.Count, baseline.Volume, decayed);
        var value = score.Score(in input);
        if (value is { } given && !double.IsFinite(given))
        {
            SetAsideEvents.Add(nameof(TrendScore), SetAsideEvents.NotFinite);
            value = null;
        }

        if (before != 0 || now != 0 || value is not (null or 0))
        {
            changes.Add(new(item, before, now, value));
        }
    }

    private void AddToBaseline(TrendBucket<TItem> bucket, int sign)
    {
        foreach (var (item, units) in bucket.Units)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_entries, item, out _).Baseline += sign * units;
        }
    }

    private void Forget(TrendBucket<TItem> newest)
    {
        var fading = 0;
        foreach (var (item, entry) in _entries)
        {
            if (entry.Baseline == 0 && (score.HalfLife is null || DecayedAt(entry, newest.Start.UtcTicks) < Forgotten))
            {
                _entries.Remove(item);
            }
            else if (entry.Baseline == 0)
            {
                fading++;
            }
        }

        if (fading > score.MaxItems)
        {
            ForgetFaintest(newest.Start.UtcTicks);
        }
    }

    private void ForgetFaintest(long ticks)
    {
        var faintest = _entries
            .Where(static pair => pair.Value.Baseline == 0)
            .Select(pair => (Item: pair.Key, Decayed: DecayedAt(pair.Value, ticks)))
            .OrderByDescending(static each => each.Decayed)
            .ThenBy(static each => each.Item, _itemOrder)
            .Skip(score.MaxItems)
            .ToList();
        faintest.ForEach(each => _entries.Remove(each.Item));
        AddError(ticks, faintest[0].Decayed);
    }

    private void AddError(long ticks, double error)
    {
        if (score.HalfLife is not null && error > 0)
        {
            _error = new Entry { Start = ticks, Decayed = DecayedAt(_error, ticks) + error };
        }
    }

    private bool IsApproximateBefore(TrendBucket<TItem> bucket) =>
        _baseline.Any(static old => old.IsApproximate) || DecayedAt(_error, bucket.Start.UtcTicks) >= Forgotten;

    private double DecayedAt(Entry entry, long ticks) =>
        score.HalfLife is { } halfLife && entry.Decayed != 0
            ? entry.Decayed * Math.Pow(0.5, (ticks - entry.Start) / (double)halfLife.Ticks)
            : 0;

    // How many buckets one is before another, right for any two indexes.
    private static ulong Distance(TrendBucket<TItem> older, TrendBucket<TItem> newer) =>
        (ulong)(newer.Index - older.Index);

    private Dictionary<TItem, long> UnitsOf(IEnumerable<TrendBucket<TItem>> buckets)
    {
        var sum = new Dictionary<TItem, long>(_entries.Comparer);
        foreach (var (item, units) in buckets.SelectMany(bucket => bucket.Units))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sum, item, out _) += units;
        }

        return sum;
    }

    // A restored history knows no equality until a bucket comes: items that are one by it may have been kept apart.
    private void UseEqualityOf(TrendBucket<TItem> bucket)
    {
        var same = bucket.Units.Comparer;
        if (_entries.Comparer.Equals(same))
        {
            return;
        }

        var entries = new Dictionary<TItem, Entry>(same);
        foreach (var (item, entry) in _entries)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, item, out _);
            known = known.Start <= entry.Start ? Joined(known, entry) : Joined(entry, known);
        }

        _entries = entries;
    }

    private Entry Joined(Entry older, Entry newer)
    {
        newer.Baseline += older.Baseline;
        newer.Next += older.Index == newer.Index ? older.Next : 0;
        newer.Decayed += DecayedAt(older, newer.Start);
        return newer;
    }

    private static TrendPeriod PeriodBefore(TrendBucket<TItem> newest, TrendBucket<TItem>? previous)
    {
        var index = newest.Index - 1;
        if (previous is not null)
        {
            return new(index, index, previous.Start, previous.End);
        }

        if (newest.Skipped is { } skipped)
        {
            return new(index, index, skipped.Start, skipped.End);
        }

        var start = Math.Max(0, newest.Start.UtcTicks - (newest.End - newest.Start).Ticks);
        return new(index, index, new DateTimeOffset(start, TimeSpan.Zero), newest.Start);
    }

    private struct Entry
    {
        public long Index;
        public long Start;
        public long Next;
        public long Baseline;
        public double Decayed;
    }
}
