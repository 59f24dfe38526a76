using RxRecs.Machines;

namespace RxRecs.Recommenders;

/// <summary>
/// The weights of items and of two items together, per item in a bounded table; of the items beyond the bound the one
/// without an event for the longest time goes.
/// </summary>
/// <remarks>
/// With a sliding window the sums of an item are brought up to date when the item is looked at, and not when a bucket
/// begins, so that no event waits for all items.
/// </remarks>
internal sealed partial class ItemCounts<TItem>
    where TItem : notnull
{
    public const int None = -1;
    private readonly string _operatorName;
    private readonly ItemToItemOptions _options;
    private readonly ForwardDecay _decay;
    private readonly BucketClock? _clock;
    private readonly RecencyList _recency = new();
    private readonly PairTables _tables;
    private readonly PairTables? _indicators;
    private readonly PairPruner<TItem>? _pruner;
    private readonly TouchedRows<TItem>? _rows;

    // Two rows for each item, as the one that is asked about and as the one that is found; one for all visits.
    private readonly BucketSums? _sums;
    private readonly BucketSums? _allSums;
    private KeyTable<TItem> _items = new(null);
    private Weights[] _weights = [];
    private double _all;
    private long _allAge;

    public ItemCounts(string operatorName, ItemToItemOptions options)
    {
        _operatorName = operatorName;
        _options = options;
        _decay = new(options.HalfLife);
        _clock = options.Window is { } window ? new(window) : null;
        _tables = new(options, _clock);
        _indicators = options.MaxIndicators is null ? null : new(options, _clock);
        _pruner = options.Pruning is { } rule ? new(rule, this, _clock) : null;
        _rows = options.RescoreTouchedRows ? new(options.MaxIndicators!.Value, this) : null;
        (_sums, _allSums) = _clock is null ? default : (new BucketSums(_clock), new BucketSums(_clock));
        _allSums?.Reserve(1);
    }

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

    public double Source(int slot) => Fresh(slot).Source;

    public double Target(int slot) => _options.IsCrossKind ? Fresh(slot).Target : Fresh(slot).Source;

    public CoItemTable<double> Table(int slot)
    {
        Fresh(slot);
        return _tables.Of(slot);
    }

    /// <summary>Gives the items by which one is found, where their number is limited.</summary>
    public CoItemTable<double> Indicators(int slot)
    {
        Fresh(slot);
        return _indicators!.Of(slot);
    }

    public long KeyOf(int slot) => CoItemTable<double>.Key(slot, _weights[slot].Generation);

    /// <summary>Gives the item of a cell; -1 where that item is no more.</summary>
    public int SlotOf(long key) => key >= 0 && KeyOf((int)(uint)key) == key ? (int)(uint)key : None;

    /// <summary>Tells whether a time lies in the sliding window; any does where there is none.</summary>
    public bool IsInWindow(long ticks) => _clock?.HoldsTime(ticks) != false;

    /// <summary>
    /// Gives the weight of an event at a time, and makes room for it in all sums; 0 for one that is older than the
    /// window.
    /// </summary>
    public double Weigh(long ticks)
    {
        if (_clock is not null)
        {
            return WeighInWindow(ticks);
        }

        var weight = _decay.Weigh(ticks, out var power);
        if (power != 0)
        {
            Rescale(Math.ScaleB(1, power));
        }

        return weight;
    }

    public void AddVisit(double weight)
    {
        _all += weight;
        _allSums?.Add(0, weight);
    }

    public void AddSource(TItem item, double weight)
    {
        var slot = Touch(item);
        Fresh(slot).Source += weight;
        _sums?.Add(SourceRow(slot), weight);
    }

    public void AddTarget(TItem item, double weight)
    {
        var slot = Touch(item);
        Fresh(slot).Target += weight;
        _sums?.Add(TargetRow(slot), weight);
    }

    /// <summary>Takes back that an item counted once, under a key; nothing where the item is no more.</summary>
    public void TakeBack(long key, bool isTarget)
    {
        var slot = SlotOf(key);
        if (slot != None)
        {
            ref var weight = ref isTarget ? ref _weights[slot].Target : ref _weights[slot].Source;
            weight = Math.Max(0, weight - 1);
        }
    }

    private static int SourceRow(int slot) => slot * 2;

    private static int TargetRow(int slot) => (slot * 2) + 1;

    private double WeighInWindow(long ticks)
    {
        var isIn = _clock!.Advance(ticks);
        if (_allAge != _clock.Newest)
        {
            _all = _allSums!.Expire(0, _allAge);
            _allAge = _clock.Newest;
        }

        if (!isIn)
        {
            SetAsideEvents.Add(_operatorName, SetAsideEvents.Late);
        }

        return isIn ? 1 : 0;
    }

    /// <summary>Brings the sums of an item up to date with the window, if there is one.</summary>
    private ref Weights Fresh(int slot)
    {
        ref var weights = ref _weights[slot];
        if (_clock is not null && weights.Age != _clock.Newest)
        {
            weights.Source = _sums!.Expire(SourceRow(slot), weights.Age);
            weights.Target = _sums.Expire(TargetRow(slot), weights.Age);
            _tables.Age(slot, weights.Age);
            _indicators?.Age(slot, weights.Age);
            _pruner?.Age(slot);
            weights.Age = _clock.Newest;
        }

        return ref weights;
    }

    private void Rescale(double factor)
    {
        _all *= factor;
        for (var slot = _recency.Oldest; slot != None; slot = _recency.NewerThan(slot))
        {
            _weights[slot].Source *= factor;
            _weights[slot].Target *= factor;
            _tables.Scale(slot, factor);
            _indicators?.Scale(slot, factor);
        }
    }

    private int Touch(TItem item)
    {
        var slot = _items.Find(item);
        if (slot != None)
        {
            _recency.Touch(slot);
            return slot;
        }

        if (_items.Count == _options.MaxItems)
        {
            EvictOldest();
        }

        slot = _items.Add(item);
        if (slot >= _weights.Length)
        {
            Array.Resize(ref _weights, Math.Max(4, slot * 2));
        }

        Begin(slot);
        _recency.Add(slot);
        return slot;
    }

    private void Begin(int slot)
    {
        _weights[slot] = new Weights { Generation = _weights[slot].Generation + 1, Age = _clock?.Newest ?? 0 };
        _tables.Begin(slot);
        _indicators?.Begin(slot);
        _pruner?.Begin(slot);
        _rows?.Begin(slot);
        if (_sums is not null)
        {
            _sums.Reserve(TargetRow(slot) + 1);
            _sums.Clear(SourceRow(slot));
            _sums.Clear(TargetRow(slot));
        }
    }

    private void EvictOldest()
    {
        var slot = _recency.Oldest;
        _recency.Remove(slot);
        _items.Remove(slot);
        _weights[slot] = new Weights { Generation = _weights[slot].Generation + 1 };
        EvictedItems++;
        SetAsideEvents.Add(_operatorName, SetAsideEvents.Evicted);
    }

    private struct Weights
    {
        public double Source;
        public double Target;
        public long Age;
        public int Generation;
    }
}
