using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <summary>
/// Holds the open carts of all keys, to be asked at any moment, and the items that each key has closed last. Takes
/// changes in order of event time; used from one thread at a time.
/// </summary>
/// <remarks>
/// Bound: <see cref="CartOptions.MaxKeys"/> keys, each with <see cref="CartOptions.MaxItemsPerCart"/> open and
/// <see cref="CartOptions.ClosedItemsKept"/> closed items; keys that are idle for <see cref="CartOptions.ForgetAfter"/>
/// leave.
/// </remarks>
/// <typeparam name="TKey">The keys' type: users or sessions.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed partial class CartState<TKey, TItem> : ISaved, IForgetsKeys
    where TKey : notnull
{
    private readonly CartOptions _options;
    private readonly IEqualityComparer<TKey>? _keyEquality;
    private readonly IEqualityComparer<TItem>? _itemEquality;
    private readonly Comparison<int> _order;
    private readonly List<CartChange<TKey, TItem>> _changes = [];
    private readonly List<CartChange<TKey, TItem>> _told = [];
    private readonly List<int> _due = [];
    private readonly long[] _totals = new long[(int)CartChangeKind.Forgotten + 1];
    private CartLine<TItem>[] _reversed = [];
    private CartKeys<TKey> _keys;
    private CartLines<TItem> _lines;
    private long _now;

    /// <summary>Makes a state with no cart.</summary>
    /// <param name="options">The gap and the bounds. The allowed lateness is not used: it is the machine's.</param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">The comparer that tells which items are the same; null for the default.</param>
    public CartState(
        CartOptions options, IEqualityComparer<TKey>? keyEquality = null, IEqualityComparer<TItem>? itemEquality = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _keyEquality = keyEquality;
        _itemEquality = itemEquality;
        _order = CartKeyOrder<TKey>.Of(slot => _keys![slot]);
        Clear();
    }

    /// <summary>Gets the number of keys with an open cart, or with closed items that are remembered.</summary>
    public int KeyCount => _keys.Count;

    internal Span<CartChange<TKey, TItem>> Changes => CollectionsMarshal.AsSpan(_changes);

    /// <summary>
    /// Returns the number of changes of a kind so far: removals of unknown items, purchases of items not carted, and so
    /// on.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none of the enum's.</exception>
    public long Total(CartChangeKind kind) => _totals[(int)OptionValue.Defined(kind, nameof(kind))];

    /// <summary>Returns the open lines of a cart, newest first; empty for a key that is not known.</summary>
    /// <param name="key">The key.</param>
    /// <returns>A view that is valid until the next call.</returns>
    public ReadOnlySpan<CartLine<TItem>> Open(TKey key)
    {
        var slot = _keys.Find(key);
        return slot < 0 ? default : _lines.Open(slot);
    }

    /// <summary>Returns the open lines of a cart in either order.</summary>
    /// <param name="key">The key.</param>
    /// <param name="order">The order.</param>
    /// <returns>A view that is valid until the next call.</returns>
    public ReadOnlySpan<CartLine<TItem>> Open(TKey key, CartOrder order)
    {
        var lines = Open(key);
        if (order == CartOrder.NewestFirst)
        {
            return lines;
        }

        if (_reversed.Length < lines.Length)
        {
            _reversed = new CartLine<TItem>[Math.Max(16, lines.Length * 2)];
        }

        var reversed = _reversed.AsSpan(0, lines.Length);
        lines.CopyTo(reversed);
        reversed.Reverse();
        return reversed;
    }

    /// <summary>
    /// Returns the items that a key took out or bought, last closed first, without those that are open again.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>A view that is valid until the next call.</returns>
    public ReadOnlySpan<CartLine<TItem>> Closed(TKey key)
    {
        var slot = _keys.Find(key);
        return slot < 0 ? default : _lines.Closed(slot);
    }

    /// <summary>
    /// Determines whether a cart has been idle for the gap, with open items, and nothing has changed since.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>True for an abandoned cart.</returns>
    public bool IsAbandoned(TKey key)
    {
        var slot = _keys.Find(key);
        return slot >= 0 && _keys.IsAbandoned(slot);
    }

    /// <summary>Forgets a key with its cart and what it has closed, without a change that tells of it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True if the key was known.</returns>
    public bool Forget(TKey key)
    {
        var slot = _keys.Find(key);
        if (slot < 0)
        {
            return false;
        }

        _keys.Remove(slot);
        _lines.Remove(slot);
        return true;
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TKey known)
        {
            Forget(known);
        }
    }

    /// <summary>
    /// Lets event time move on to the next gap that ends by then, if there is one. Call it until it returns false.
    /// </summary>
    internal bool TryAdvance(long ticks)
    {
        _changes.Clear();
        var abandonAt = _keys.Waiting == RecencyList.None ? long.MaxValue : End(_keys.Waiting, _options.AbandonAfter);
        var forgetAt = _keys.Oldest == RecencyList.None ? long.MaxValue : End(_keys.Oldest, _options.ForgetAfter);
        var next = Math.Min(abandonAt, forgetAt);
        if (next > ticks || next == long.MaxValue)
        {
            return false;
        }

        if (abandonAt <= forgetAt)
        {
            Abandon(abandonAt);
        }
        else
        {
            ForgetIdle(forgetAt);
        }

        return true;
    }

    /// <summary>Takes a change of a cart; gaps that end by then have been seen to.</summary>
    internal void Apply(in CartEvent<TKey, TItem> value, long ticks)
    {
        _changes.Clear();
        _now = Math.Max(_now, ticks);
        var slot = _keys.Find(value.Key);
        var at = slot < 0 ? -1 : FindLine(slot, value.Item);
        if (Rejection(value, slot, at) is { } reason)
        {
            Say(reason, value.Key, slot, value.Item, value.Quantity);
            return;
        }

        slot = Live(value, slot);
        switch (value.Action)
        {
            case CartAction.Add:
                Add(value, slot, at);
                break;
            case CartAction.Purchase:
                Purchase(value, slot, at);
                break;
            case CartAction.Remove:
                Close(CartChangeKind.Removed, value, slot, at);
                break;
            default:
                Change(value, slot, at);
                break;
        }

        ref var first = ref Changes[0];
        if (first.Kind == CartChangeKind.AbandonCancelled)
        {
            first = first with { OpenItems = _lines.OpenCount(slot) };
        }

        if (_lines.IsEmpty(slot))
        {
            _keys.Remove(slot);
        }
    }

    private int FindLine(int slot, TItem item)
    {
        _keys.Expect(slot);
        return _lines.Find(slot, item);
    }

    private CartChangeKind? Rejection(in CartEvent<TKey, TItem> value, int slot, int at)
    {
        var least = value.Action switch
        {
            CartAction.Add or CartAction.Reduce => 1,
            CartAction.SetQuantity => 0,

            // A return is no purchase: it closes no line.
            CartAction.Purchase => 0,
            _ => int.MinValue,
        };
        if (value.Quantity < least)
        {
            return CartChangeKind.InvalidQuantity;
        }

        if (value.Action == CartAction.Add || IsOpen(slot, at))
        {
            return null;
        }

        if (value.Action != CartAction.Purchase)
        {
            return CartChangeKind.UnknownRemoved;
        }

        // A purchase by a key that is not known is remembered, unless nothing closed is.
        return slot < 0 && _options.ClosedItemsKept == 0 ? CartChangeKind.UnknownPurchased : null;
    }

    private bool IsOpen(int slot, int at) => at >= 0 && at < _lines.OpenCount(slot);

    private int Live(in CartEvent<TKey, TItem> value, int slot)
    {
        if (slot < 0)
        {
            if (_keys.Count >= _options.MaxKeys)
            {
                Forget(_keys.Oldest, _now);
            }

            slot = _keys.Add(value.Key, _now);
            _lines.Start(slot);
            return slot;
        }

        if (_keys.IsAbandoned(slot))
        {
            Say(CartChangeKind.AbandonCancelled, value.Key, slot, value.Item, 0);
        }

        _keys.Touch(slot, _now);
        return slot;
    }

    private void Add(in CartEvent<TKey, TItem> value, int slot, int at)
    {
        var isOpen = IsOpen(slot, at);
        var before = isOpen ? _lines.QuantityAt(slot, at) : 0;
        var quantity = (int)Math.Min(int.MaxValue, (long)before + value.Quantity);
        _lines.OpenFirst(slot, at, new CartLine<TItem>(value.Item, quantity, _now));
        if (_lines.TryDropOldest(slot, out var dropped))
        {
            Say(CartChangeKind.Dropped, value.Key, slot, dropped.Item, dropped.Quantity);
        }

        var kind = isOpen ? CartChangeKind.QuantityChanged : at < 0 ? CartChangeKind.Added : CartChangeKind.Reopened;
        Say(kind, value.Key, slot, value.Item, quantity);
    }

    private void Change(in CartEvent<TKey, TItem> value, int slot, int at)
    {
        var quantity = value.Action == CartAction.SetQuantity
            ? value.Quantity
            : _lines.QuantityAt(slot, at) - value.Quantity;
        if (quantity <= 0)
        {
            Close(CartChangeKind.Removed, value, slot, at);
            return;
        }

        _lines.SetQuantity(slot, at, quantity);
        Say(CartChangeKind.QuantityChanged, value.Key, slot, value.Item, quantity);
    }

    private void Purchase(in CartEvent<TKey, TItem> value, int slot, int at)
    {
        if (IsOpen(slot, at))
        {
            Close(CartChangeKind.Purchased, value, slot, at);
            return;
        }

        _lines.AddClosed(slot, at, new CartLine<TItem>(value.Item, Math.Max(0, value.Quantity), _now));
        Say(CartChangeKind.UnknownPurchased, value.Key, slot, value.Item, value.Quantity);
    }

    private void Close(CartChangeKind kind, in CartEvent<TKey, TItem> value, int slot, int at)
    {
        var quantity = _lines.QuantityAt(slot, at);
        _lines.Close(slot, at);
        Say(kind, value.Key, slot, value.Item, quantity);
    }

    private void Abandon(long at)
    {
        // Keys that changed at the same time are told in order of key, whatever the order in which they came.
        _due.Clear();
        for (var slot = _keys.Waiting;
            slot != RecencyList.None && End(slot, _options.AbandonAfter) == at;
            slot = _keys.Waiting)
        {
            var isOpen = _lines.OpenCount(slot) > 0;
            _keys.Pass(slot, isOpen);
            if (isOpen)
            {
                _due.Add(slot);
            }
        }

        _due.Sort(_order);
        foreach (var slot in _due)
        {
            Say(CartChangeKind.Abandoned, _keys[slot], slot, default, 0, at);
        }
    }

    private void ForgetIdle(long at)
    {
        _due.Clear();
        for (var slot = _keys.Oldest;
            slot != RecencyList.None && End(slot, _options.ForgetAfter) == at;
            slot = _keys.NewerThan(slot))
        {
            _due.Add(slot);
        }

        _due.Sort(_order);
        foreach (var slot in _due)
        {
            Forget(slot, at);
        }
    }

    private void Forget(int slot, long at)
    {
        Say(CartChangeKind.Forgotten, _keys[slot], slot, default, 0, at);
        _keys.Remove(slot);
        _lines.Remove(slot);
    }

    private long End(int slot, TimeSpan? gap) =>
        gap is not { } length || length.Ticks > DateTimeOffset.MaxValue.UtcTicks - _keys.LastChange(slot)
            ? long.MaxValue
            : _keys.LastChange(slot) + length.Ticks;

    private void Say(CartChangeKind kind, TKey key, int slot, TItem? item, int quantity, long? at = null) =>
        _changes.Add(new CartChange<TKey, TItem>(
            kind,
            key,
            item,
            quantity,
            new DateTimeOffset(at ?? _now, TimeSpan.Zero),
            slot < 0 ? 0 : _lines.OpenCount(slot),
            ++_totals[(int)kind]));

    [MemberNotNull(nameof(_keys), nameof(_lines))]
    private void Clear()
    {
        _keys = new CartKeys<TKey>(_keyEquality);
        _lines = CartLines<TItem>.Make(_options.MaxItemsPerCart, _options.ClosedItemsKept, _itemEquality);
    }
}
