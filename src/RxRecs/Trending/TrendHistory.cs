using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs.Trending;

/// <summary>
/// What a score needs to know of the buckets so far: for each item its last two counts, its count over the baseline and its
/// decayed count. Buckets come in order; one that is missing counts as empty. An item is forgotten once it is in no bucket of the
/// baseline and its decayed count is below a millionth.
/// </summary>
internal sealed class TrendHistory<TItem>(ITrendScore score, IComparer<TItem>? comparer)
    where TItem : notnull
{
    private const double Forgotten = 1e-6;
    private readonly int _baselineBuckets = Math.Max(1, score.BaselineBuckets);
    private readonly Queue<TrendBucket<TItem>> _baseline = new();
    private Dictionary<TItem, Entry> _entries = [];
    private TrendBucket<TItem>? _newest;
    private long _firstIndex;
    private long _baselineUnits;

    /// <summary>How many buckets there have been, those that were missing included.</summary>
    public long Buckets => _newest is null ? 0 : _newest.Index - _firstIndex + 1;

    /// <summary>Takes the next bucket.</summary>
    public void Add(TrendBucket<TItem> bucket)
    {
        if (_newest is { } before && bucket.Index <= before.Index)
        {
            throw new InvalidOperationException($"Bucket {bucket.Index} came after bucket {before.Index}: not in order.");
        }

        UseComparer(bucket.Counts.Units.Comparer);
        MoveBaseline(bucket.Index);
        foreach (var (item, units) in bucket.Counts.Units)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, item, out var known);
            entry.Cur = known && entry.Index == bucket.Index - 1 ? entry.Next : 0;
            entry.Next = units;
            entry.Decayed = entry.Decayed * Decay(entry, bucket) + TrendWeight.FromUnits(units);
            entry.Index = bucket.Index;
            entry.Start = bucket.Start.UtcTicks;
        }

        _firstIndex = _newest is null ? bucket.Index : _firstIndex;
        _newest = bucket;
        Forget(bucket);
    }

    /// <summary>The change from the last bucket but one to the last; null with fewer than two.</summary>
    public TrendTransition<TItem>? Transition(TrendBasis basis = TrendBasis.LastTransition)
    {
        if (_newest is not { } newest || Buckets < TrendReport<TItem>.BucketsNeeded)
        {
            return null;
        }

        var changes = new List<TrendChange<TItem>>(_entries.Count);
        var volumes = (TrendWeight.FromUnits(newest.TotalUnits), TrendWeight.FromUnits(_baselineUnits));
        foreach (var (item, entry) in _entries)
        {
            AddChange(changes, item, entry, volumes);
        }

        var previous = _baseline.LastOrDefault(bucket => bucket.Index == newest.Index - 1);
        return new TrendTransition<TItem>(
            PeriodBefore(newest, previous),
            new TrendPeriod(newest.Index, newest.Index, newest.Start, newest.End),
            basis,
            score.Name,
            newest.IsPartial || previous is { IsPartial: true },
            [.. changes],
            comparer);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        writer.WriteString(score.Name);
        writer.WriteCount(_baselineBuckets);
        writer.WriteInt64(score.HalfLife?.Ticks ?? 0);
        writer.WriteInt64(_firstIndex);
        writer.WriteCount(_baseline.Count + (_newest is null ? 0 : 1));
        foreach (var bucket in _newest is null ? _baseline : _baseline.Append(_newest))
        {
            TrendBucket<TItem>.Write(writer, bucket);
        }

        var entries = _entries.ToArray();
        Array.Sort(entries, (x, y) => TieOrder<TItem>.Default.Compare(x.Key, y.Key));
        writer.WriteCount(entries.Length);
        foreach (var (item, entry) in entries)
        {
            writer.Write(item);
            writer.WriteInt64(entry.Index);
            writer.WriteInt64(entry.Start);
            writer.WriteInt64(entry.Cur);
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
                $"The snapshot was made with the score {name} over {buckets} buckets and a half-life of {new TimeSpan(halfLife)}, " +
                $"not {score.Name} over {_baselineBuckets} and {score.HalfLife ?? TimeSpan.Zero}.");
        }

        _firstIndex = reader.ReadInt64();
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
            if (bucket.Index <= (_newest?.Index ?? long.MinValue) || bucket.Index < _firstIndex)
            {
                throw new SnapshotException($"Bucket {bucket.Index} is out of order: the snapshot is damaged.");
            }

            if (_newest is not null)
            {
                _baseline.Enqueue(_newest);
            }

            _newest = bucket;
        }
    }

    private void RestoreEntries(SnapshotReader reader)
    {
        _entries = [];
        _baselineUnits = 0;
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var item = reader.Read<TItem>();
            var entry = new Entry
            {
                Index = reader.ReadInt64(),
                Start = reader.ReadInt64(),
                Cur = reader.ReadInt64(),
                Next = reader.ReadInt64(),
                Decayed = reader.ReadDouble(),
            };
            if (item is null || entry.Index > (_newest?.Index ?? long.MinValue) || entry.Index < _firstIndex ||
                entry.Cur < 0 || entry.Next < 0 || !(entry.Decayed >= 0) || !_entries.TryAdd(item, entry))
            {
                throw new SnapshotException($"The history of item '{item}' cannot be: the snapshot is damaged.");
            }
        }
    }

    private void AddChange(
        List<TrendChange<TItem>> changes, TItem item, Entry entry, (double Newest, double Baseline) volumes)
    {
        var newest = _newest!;
        var age = newest.Index - entry.Index;
        var cur = TrendWeight.FromUnits(age == 0 ? entry.Cur : age == 1 ? entry.Next : 0);
        var next = TrendWeight.FromUnits(age == 0 ? entry.Next : 0);
        var baseline = TrendWeight.FromUnits(entry.Baseline);
        var decayed = score.HalfLife is null ? 0 : entry.Decayed * Decay(entry, newest);
        var input = new TrendScoreInput(cur, next, volumes.Newest, baseline, volumes.Baseline, decayed);
        var value = score.Score(in input);
        if (cur != 0 || next != 0 || value is not (null or 0))
        {
            changes.Add(new(item, cur, next, value));
        }
    }

    /// <summary>The newest bucket joins the baseline; those that are too old for the next one leave it.</summary>
    private void MoveBaseline(long nextIndex)
    {
        if (_newest is { } newest)
        {
            _baseline.Enqueue(newest);
            AddToBaseline(newest, 1);
        }

        while (_baseline.TryPeek(out var oldest) && oldest.Index < nextIndex - _baselineBuckets)
        {
            AddToBaseline(_baseline.Dequeue(), -1);
        }
    }

    private void AddToBaseline(TrendBucket<TItem> bucket, int sign)
    {
        foreach (var (item, units) in bucket.Counts.Units)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_entries, item, out _).Baseline += sign * units;
        }

        _baselineUnits += sign * bucket.TotalUnits;
    }

    private void Forget(TrendBucket<TItem> newest)
    {
        foreach (var (item, entry) in _entries)
        {
            var age = newest.Index - entry.Index;
            if (age != 0 && entry.Baseline == 0 && (score.HalfLife is null || entry.Decayed * Decay(entry, newest) < Forgotten))
            {
                _entries.Remove(item);
            }
        }
    }

    private double Decay(Entry entry, TrendBucket<TItem> newest) =>
        score.HalfLife is { } halfLife && entry.Index != newest.Index
            ? Math.Pow(0.5, (newest.Start.UtcTicks - entry.Start) / (double)halfLife.Ticks)
            : 1;

    private void UseComparer(IEqualityComparer<TItem> same)
    {
        if (!_entries.Comparer.Equals(same))
        {
            _entries = new Dictionary<TItem, Entry>(_entries, same);
        }
    }

    private static TrendPeriod PeriodBefore(TrendBucket<TItem> newest, TrendBucket<TItem>? previous)
    {
        var index = newest.Index - 1;
        if (previous is not null)
        {
            return new(index, index, previous.Start, previous.End);
        }

        var start = Math.Max(0, newest.Start.UtcTicks - (newest.End - newest.Start).Ticks);
        return new(index, index, new DateTimeOffset(start, TimeSpan.Zero), newest.Start);
    }

    private struct Entry
    {
        public long Index;
        public long Start;
        public long Cur;
        public long Next;
        public long Baseline;
        public double Decayed;
    }
}
