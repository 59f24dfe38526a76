using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Machines;

/// <summary>
/// Holds the last items of each key, newest first, to be asked at any moment. The lists of all keys share a few large
/// arrays, so that a key costs about 60 bytes beside its items and no object. Used from one thread at a time.
/// </summary>
/// <remarks>
/// Bound: <see cref="LastPerKeyOptions.MaxKeys"/> keys of at most <see cref="ItemsPerKey"/> items. With a time to live,
/// a key is removed once its items are all too old and so are those of the keys that changed before it.
/// </remarks>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed partial class LastPerKeyState<TKey, TItem> : ILastItems<TKey, TItem>, ISaved, IForgetsKeys
    where TKey : notnull
{
    private const long Never = long.MinValue;
    private readonly IEqualityComparer<TKey>? _keyEquality;
    private readonly bool _distinct;
    private readonly bool _timed;
    private readonly long? _timeToLive;
    private readonly int _maxKeys;
    private readonly IEqualityComparer<TItem>? _itemEquality;
    private readonly List<int> _leaving = [];
    private KeyTable<TKey> _keys;
    private ItemLists<TItem> _lists;
    private RecencyList? _recency;
    private bool _stagedChange;
    private int _stagedSlot;
    private long _stagedGreatest;
    private bool _stagedEviction;
    private long _greatest = Never;

    /// <summary>Makes an empty state.</summary>
    /// <param name="count">
    /// The number of items kept for each key, at least 1. Memory is taken for the items that come, not for the count.
    /// </param>
    /// <param name="order">The order that says which item is newer.</param>
    /// <param name="options">
    /// The options for repeats, time to live and the bound on keys; null for repeats and no bound.
    /// </param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same where they are kept once; null for the default.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">A time to live without an order by event time.</exception>
    public LastPerKeyState(
        int count,
        LastPerKeyOrder order = LastPerKeyOrder.Arrival,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfTimeIsMissing(order == LastPerKeyOrder.EventTime, options);
        ItemsPerKey = count;
        _keyEquality = keyEquality;
        _timed = order == LastPerKeyOrder.EventTime;
        _distinct = options is { Distinct: true };
        _timeToLive = options?.TimeToLive?.Ticks;
        _maxKeys = (options ?? new LastPerKeyOptions()).MaxKeys ?? int.MaxValue;
        _itemEquality = itemEquality;
        Clear();
    }

    /// <summary>Gets the number of items that are kept per key.</summary>
    public int ItemsPerKey { get; }

    /// <summary>Gets the number of keys.</summary>
    public int KeyCount => _keys.Count;

    /// <summary>Gets the number of keys that have been evicted because there were too many.</summary>
    public long EvictedKeys { get; private set; }

    /// <summary>Gets the number of keys that have been removed because all their items were too old.</summary>
    public long ExpiredKeys { get; private set; }

    /// <summary>
    /// Gets the number of events that changed nothing: older than the time to live, than all items of a full list, or
    /// than the same item's newer event. With an order by arrival there are none.
    /// </summary>
    public long UnusedEvents { get; private set; }

    internal int StagedLeavingCount => _leaving.Count;

    internal ReadOnlySpan<TItem> StagedItems => _lists.Staged;

    internal long StagedEvictedKeys => EvictedKeys + (_stagedEviction ? 1 : 0);

    /// <summary>Returns the last items of a key, newest first; empty for a key that is not known.</summary>
    /// <param name="key">The key.</param>
    /// <returns>A view that is valid until the state changes or is asked for another key.</returns>
    public ReadOnlySpan<TItem> Newest(TKey key)
    {
        var slot = _keys.Find(key);
        if (slot < 0)
        {
            return default;
        }

        var items = _lists.Items(slot);
        return _timeToLive is null
            ? items
            : items[..StagedInsert<TItem>.CountAfter(_lists.Times(slot), Horizon(_greatest))];
    }

    /// <summary>Takes an item as its key's newest.</summary>
    /// <param name="key">The key.</param>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The order is by event time.</exception>
    public void Add(TKey key, TItem item)
    {
        if (_timed)
        {
            throw new InvalidOperationException("This state orders by event time: add the item with its time.");
        }

        Stage(key, item, 0);
        Commit(key);
    }

    /// <summary>Takes an item at its event time; with an order by arrival the time is not used.</summary>
    /// <param name="key">The key.</param>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void Add(TKey key, TItem item, DateTimeOffset eventTime)
    {
        Stage(key, item, eventTime.UtcTicks);
        Commit(key);
    }

    /// <summary>
    /// Forgets a key and its items. Costs a moment where keys are bounded or expire, and else a pass over all keys.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>True if the key was known.</returns>
    public bool Forget(TKey key)
    {
        var slot = _keys.Find(key);
        if (slot < 0)
        {
            return false;
        }

        if (_recency is null)
        {
            MoveAllBut(slot);
        }
        else
        {
            Remove(slot);
        }

        return true;
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TKey known)
        {
            Forget(known);
        }
    }

    internal static void ThrowIfTimeIsMissing(bool timed, LastPerKeyOptions? options)
    {
        if (!timed && options?.TimeToLive is not null)
        {
            throw new ArgumentException(
                "TimeToLive needs event times: give an event time selector, or an order by event time.",
                nameof(options));
        }
    }

    /// <summary>
    /// Prepares the next event; false when there is nothing to say about it. <see cref="Commit"/> or <see cref="Undo"/>
    /// follows in either case.
    /// </summary>
    internal bool Stage(TKey key, TItem item, long ticks)
    {
        _leaving.Clear();
        _stagedEviction = false;
        _stagedGreatest = Math.Max(_greatest, ticks);
        _stagedSlot = _keys.Find(key);
        if (_stagedSlot >= 0)
        {
            _recency?.Expect(_stagedSlot);
        }

        var horizon = Horizon(_stagedGreatest);
        if ((_timeToLive is not null && ticks <= horizon) || !_lists.TryStage(_stagedSlot, item, ticks))
        {
            return _stagedChange = false;
        }

        if (_recency is not null && (_stagedSlot < 0 || _timeToLive is not null))
        {
            StageLeaving(horizon);
        }

        return _stagedChange = true;
    }

    internal TKey StagedLeaving(int index) => _keys[_leaving[index]];

    internal void Commit(TKey key)
    {
        if (!_stagedChange)
        {
            UnusedEvents++;
            return;
        }

        var slot = _stagedSlot;
        if (slot < 0)
        {
            slot = _keys.Add(key);
            _recency?.Add(slot);
        }
        else
        {
            _recency?.Touch(slot);
        }

        _greatest = _stagedGreatest;
        _lists.Commit(slot);
        if (_leaving.Count > 0)
        {
            RemoveLeaving();
        }
    }

    internal void Undo()
    {
        if (_stagedChange)
        {
            _lists.Undo();
        }
    }

    private long Horizon(long greatest) =>
        _timeToLive is { } timeToLive && greatest != Never ? greatest - timeToLive : Never;

    private void StageLeaving(long horizon)
    {
        var slot = _recency!.Oldest;
        if (_timeToLive is not null)
        {
            _lists.KeepAfter(horizon);
            while (slot != RecencyList.None && (slot == _stagedSlot || _lists.Times(slot)[0] <= horizon))
            {
                if (slot != _stagedSlot)
                {
                    _leaving.Add(slot);
                }

                slot = _recency.NewerThan(slot);
            }
        }

        if (_stagedSlot < 0 && _keys.Count - _leaving.Count >= _maxKeys)
        {
            _leaving.Add(slot);
            _stagedEviction = true;
        }
    }

    private void RemoveLeaving()
    {
        foreach (var slot in _leaving)
        {
            Remove(slot);
        }

        EvictedKeys += _stagedEviction ? 1 : 0;
        ExpiredKeys += _leaving.Count - (_stagedEviction ? 1 : 0);
    }

    private void Remove(int slot)
    {
        _keys.Remove(slot);
        _recency!.Remove(slot);
        _lists.Remove(slot);
    }

    /// <summary>Fills new tables, so that slots stay in order of the keys' first events.</summary>
    private void MoveAllBut(int left)
    {
        var (keys, lists) = (_keys, _lists);
        Clear();
        for (var slot = 0; slot < keys.SlotsUsed; slot++)
        {
            if (slot != left)
            {
                var moved = _keys.Add(keys[slot]);
                _lists.Restore(moved, lists.Items(slot).ToArray());
                if (_timed)
                {
                    lists.Times(slot).CopyTo(_lists.Times(moved));
                }
            }
        }
    }

    [MemberNotNull(nameof(_keys), nameof(_lists))]
    private void Clear()
    {
        _keys = new KeyTable<TKey>(_keyEquality);
        _lists = ItemLists<TItem>.Make(ItemsPerKey, _distinct, _timed, _itemEquality);
        _recency = _timeToLive is not null || _maxKeys < int.MaxValue ? new RecencyList() : null;
    }
}
