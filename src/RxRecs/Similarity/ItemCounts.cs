using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The weights of items and of two items together, per item in a bounded table; of the items beyond the bound the one
/// without an event for the longest time goes.
/// </summary>
internal sealed class ItemCounts<TItem>(ItemToItemOptions options)
    where TItem : notnull
{
    public const int None = -1;
    private readonly ForwardDecay _decay = new(options.HalfLife);
    private readonly RecencyList _recency = new();
    private KeyTable<TItem> _items = new(null);
    private Weights[] _weights = [];
    private CoItemTable<double>?[] _tables = [];
    private CoItemTable<double>?[] _indicators = [];
    private double _all;

    public int SlotsUsed => _items.SlotsUsed;

    public long EvictedItems { get; private set; }

    /// <summary>Tells what sums are to be multiplied by to be as of now.</summary>
    public double Scale => _decay.Scale;

    public double All => _all;

    /// <summary>The item without an event for the longest time, and from it on the newer ones; -1 at the end.</summary>
    public int Oldest => _recency.Oldest;

    public int NewerThan(int slot) => _recency.NewerThan(slot);

    public int Find(TItem item) => _items.Find(item);

    public TItem ItemAt(int slot) => _items[slot];

    public double Source(int slot) => _weights[slot].Source;

    public double Target(int slot) => options.IsCrossKind ? _weights[slot].Target : _weights[slot].Source;

    public CoItemTable<double> Table(int slot) => _tables[slot]!;

    /// <summary>Gives the items by which one is found, where their number is limited.</summary>
    public CoItemTable<double> Indicators(int slot) => _indicators[slot]!;

    public long KeyOf(int slot) => CoItemTable<double>.Key(slot, _weights[slot].Generation);

    /// <summary>Gives the item of a cell; -1 where that item is no more.</summary>
    public int SlotOf(long key) => key >= 0 && KeyOf((int)(uint)key) == key ? (int)(uint)key : None;

    /// <summary>Gives the weight of an event at a time, and makes room for it in all sums.</summary>
    public double Weigh(long ticks)
    {
        var weight = _decay.Weigh(ticks, out var power);
        if (power != 0)
        {
            Rescale(Math.ScaleB(1, power));
        }

        return weight;
    }

    public void AddVisit(double weight) => _all += weight;

    public void AddSource(TItem item, double weight) => Touch(item).Source += weight;

    public void AddTarget(TItem item, double weight) => Touch(item).Target += weight;

    /// <summary>Adds to a pair of items, both of which are known; one that was forgotten adds nothing.</summary>
    public void AddPair(TItem from, TItem to, double weight, long ticks)
    {
        var (first, second) = (_items.Find(from), _items.Find(to));
        if (first != None && second != None)
        {
            _tables[first]!.Add(KeyOf(second), 0, weight, options.MaxNeighbors, ticks);
            if (HasIndicators)
            {
                _indicators[second]!.Add(KeyOf(first), 0, weight, options.MaxNeighbors, ticks);
            }
        }
    }

    /// <summary>Gives the weights of two items that are known, as of now: both, each and all.</summary>
    public (double Both, double First, double Second, double All) WeightsOf(TItem from, TItem to)
    {
        var (first, second) = (_items.Find(from), _items.Find(to));
        var place = _tables[first]!.Find(KeyOf(second));
        return (
            place < 0 ? 0 : _tables[first]!.LowerAt(place) * Scale, Source(first) * Scale, Target(second) * Scale,
            All * Scale);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _decay.Snapshot(writer);
        writer.WriteDouble(_all);
        writer.WriteInt64(EvictedItems);
        writer.WriteCount(_items.Count);
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            writer.Write(_items[slot]);
            writer.WriteDouble(_weights[slot].Source);
            writer.WriteDouble(_weights[slot].Target);
        }

        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            foreach (var table in TablesOf(slot))
            {
                table.Snapshot(writer, key => WriteKey(writer, SlotOf(key)), writer.WriteDouble);
            }
        }
    }

    public void Restore(SnapshotReader reader)
    {
        while (_recency.Oldest != None)
        {
            _recency.Remove(_recency.Oldest);
        }

        _items = new(null);
        _decay.Restore(reader);
        _all = ReadWeight(reader);
        EvictedItems = reader.ReadInt64();
        var count = reader.ReadCount();
        for (var i = 0; i < count; i++)
        {
            var item = reader.Read<TItem>();
            if (item is null || _items.Find(item) != None || count > options.MaxItems)
            {
                throw new SnapshotException("An item missing, twice or too many: the snapshot is damaged.");
            }

            ref var weights = ref Touch(item);
            (weights.Source, weights.Target) = (ReadWeight(reader), ReadWeight(reader));
        }

        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            foreach (var table in TablesOf(slot))
            {
                table.Restore(reader, options.MaxNeighbors, () => ReadKey(reader), () => ReadWeight(reader));
            }
        }
    }

    private bool HasIndicators => options.MaxIndicators is not null;

    private CoItemTable<double>[] TablesOf(int slot) =>
        HasIndicators ? [_tables[slot]!, _indicators[slot]!] : [_tables[slot]!];

    private void WriteKey(SnapshotWriter writer, int slot)
    {
        writer.WriteBoolean(slot != None);
        if (slot != None)
        {
            writer.Write(_items[slot]);
        }
    }

    private long ReadKey(SnapshotReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return -1;
        }

        var item = reader.Read<TItem>();
        var slot = item is null ? None : _items.Find(item);
        return slot != None
            ? KeyOf(slot)
            : throw new SnapshotException("A neighbor that is unknown: the snapshot is damaged.");
    }

    private static double ReadWeight(SnapshotReader reader) =>
        reader.ReadDouble() is var weight && weight >= 0 && double.IsFinite(weight)
            ? weight
            : throw new SnapshotException("A weight that is none: the snapshot is damaged.");

    private void Rescale(double factor)
    {
        _all *= factor;
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            _weights[slot].Source *= factor;
            _weights[slot].Target *= factor;
            foreach (var table in TablesOf(slot))
            {
                table.Scale(factor);
            }
        }
    }

    private ref Weights Touch(TItem item)
    {
        var slot = _items.Find(item);
        if (slot != None)
        {
            _recency.Touch(slot);
            return ref _weights[slot];
        }

        if (_items.Count == options.MaxItems)
        {
            EvictOldest();
        }

        slot = _items.Add(item);
        if (slot >= _weights.Length)
        {
            var size = Math.Max(4, slot * 2);
            Array.Resize(ref _weights, size);
            Array.Resize(ref _tables, size);
            Array.Resize(ref _indicators, HasIndicators ? size : 0);
        }

        (_tables[slot] ??= new(1)).Clear();
        if (HasIndicators)
        {
            (_indicators[slot] ??= new(1)).Clear();
        }

        _weights[slot] = new Weights { Generation = _weights[slot].Generation + 1 };
        _recency.Add(slot);
        return ref _weights[slot];
    }

    private void EvictOldest()
    {
        var slot = _recency.Oldest;
        _recency.Remove(slot);
        _items.Remove(slot);
        _weights[slot] = new Weights { Generation = _weights[slot].Generation + 1 };
        EvictedItems++;
    }

    private struct Weights
    {
        public double Source;
        public double Target;
        public int Generation;
    }
}
