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

    public ItemCounts(ItemToItemOptions options)
    {
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

    /// <summary>
    /// Adds to a pair of items, both of which are known; one that was forgotten adds nothing, nor does a pair that was
    /// given up.
    /// </summary>
    public void AddPair(TItem from, TItem to, double weight, long ticks)
    {
        var (first, second) = (_items.Find(from), _items.Find(to));
        if (first == None || second == None || weight <= 0)
        {
            return;
        }

        Fresh(first);
        if (_pruner?.Raises(first, second) == false)
        {
            return;
        }

        _tables.Add(first, KeyOf(second), weight, ticks);
        if (_indicators is not null)
        {
            Fresh(second);
            _indicators.Add(second, KeyOf(first), weight, ticks);
            _rows?.Touch(second);
        }
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

    /// <summary>Takes back that a pair counted once.</summary>
    public void TakeBackPair(long from, long to)
    {
        var (first, second) = (SlotOf(from), SlotOf(to));
        if (first != None)
        {
            _tables.Remove(first, to, 1);
        }

        if (second != None && _indicators is not null)
        {
            _indicators.Remove(second, from, 1);
            _rows?.Touch(second);
        }
    }

    /// <summary>Ends an event, all of whose pairs have been added.</summary>
    public void EndEvent()
    {
        _pruner?.EndEvent();
        _rows?.EndEvent();
    }

    /// <summary>
    /// Tells whether an item is an indicator of another one, by the row as it was when an event touched it last; null
    /// where that is worked out for each list.
    /// </summary>
    public bool? IsIndicator(int from, int of) => _rows?.Holds(of, KeyOf(from));

    /// <summary>Gives the weights of two items that are known, as of now: both, each and all.</summary>
    public (double Both, double First, double Second, double All) WeightsOf(TItem from, TItem to)
    {
        var (first, second) = (_items.Find(from), _items.Find(to));
        var table = Table(first);
        var place = table.Find(KeyOf(second));
        return (
            place < 0 ? 0 : table.LowerAt(place) * Scale, Source(first) * Scale, Target(second) * Scale, All * Scale);
    }

    /// <summary>Gives the score of a pair of which both have been counted together so much.</summary>
    public double ScoreOf(int from, int to, double together)
    {
        var scale = Scale;
        return ItemScore.Of(_options, together * scale, Source(from) * scale, Target(to) * scale, All * scale);
    }

    /// <summary>Gives the score of a pair that is there, at the most.</summary>
    public double MostOf(int from, int to)
    {
        var table = Table(from);
        var place = table.Find(KeyOf(to));
        return ScoreOf(from, to, table.LowerAt(place) + table.ErrorAt(place));
    }

    /// <summary>Tells how often a pair was raised, where pairs are pruned; 0 where it is not there.</summary>
    public int RaisesOf(int from, int to)
    {
        Fresh(from);
        return _tables.Raises(from, KeyOf(to));
    }

    /// <summary>Takes a pair out that is there.</summary>
    public void Drop(int from, int to) => _tables.Drop(from, KeyOf(to));

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
            SetAsideEvents.Add(nameof(ItemToItem), SetAsideEvents.Late);
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
    }

    private struct Weights
    {
        public double Source;
        public double Target;
        public long Age;
        public int Generation;
    }
}
