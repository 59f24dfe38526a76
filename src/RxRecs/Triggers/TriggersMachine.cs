using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Tells of carts left and taken up again, and of items that cost less or are back, to those who looked at them. The
/// machine behind <c>RecsObservable.Triggers</c>. Carts are those of <see cref="CartState{TKey, TItem}"/>, prices and
/// stock those of <see cref="ItemCatalog{TItem}"/>.
/// </summary>
/// <remarks>
/// Events and changes are applied in order of event time, events before changes of the same time; so a change waits
/// until the watermark has passed it.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TriggersMachine<TEvent, TUser, TItem>(
    ShopSelectors<TEvent, TUser, TItem> selectors, TriggerOptions options)
    : IEventTimeMachine<EventOrChange<TEvent, ItemChange<TItem>>, EventTimeResult<TEvent, Trigger<TUser, TItem>>>
    where TUser : notnull
    where TItem : notnull
{
    private readonly ReorderBuffer<CartEvent<TUser, TItem>> _events = new(CartEvent<TUser, TItem>.Codec);
    private readonly ReorderBuffer<ItemChange<TItem>> _changes = new(HeldItemChange.Codec<TItem>());
    private readonly CartState<TUser, TItem> _carts = new(options.Carts);

    // Popularity is not asked for: items need no order.
    private readonly ItemCatalog<TItem> _catalog =
        new(options.MaxItems, itemOrder: Comparer<TItem>.Create(static (_, _) => 0));

    private readonly InterestedUsers<TUser, TItem> _interested = new(options.MaxUsersPerItem, options.MaxInterests);
    private readonly CoolDowns<TUser> _coolDowns = new(options.CoolDown, options.MaxUsers);
    private readonly long _window = options.InterestWindow.Ticks;
    private BoundedDisorder _time = new(options.AllowedLateness);
    private long _greatest;
    private long _changesTaken;

    /// <inheritdoc/>
    public SnapshotFormat Format => new("Triggers", 1);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <summary>
    /// Counts the inputs that are no activity of the events: those behind the watermark, and the changes, which go on
    /// where the events have gone quiet.
    /// </summary>
    public long LateEvents => _time.LateCount + _changesTaken;

    /// <summary>Gives how many events, changes, carts, items and users of items are held at the moment.</summary>
    public int HeldCount =>
        _events.Count + _changes.Count + _carts.KeyCount + _catalog.Count + _interested.Count;

    /// <inheritdoc/>
    public void OnEvent(
        EventOrChange<TEvent, ItemChange<TItem>> value, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.IsChange)
        {
            Take(value.Change, output);
            return;
        }

        var taken = value.Event!;
        var ticks = selectors.EventTime(taken).UtcTicks;
        if (ticks < _time.Watermark)
        {
            output.Emit(_time.Late(taken, ticks));
            return;
        }

        if (selectors.HasUser(taken))
        {
            _events.Add(ticks, Read(taken));
        }

        _greatest = Math.Max(_greatest, ticks);
        _time.See(ticks);
        Release(_time.Watermark, _time.Watermark, output);
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(_time.Watermark, _time.Watermark, output);
        }
    }

    /// <summary>
    /// Takes the end of the input: what is held is applied. Carts are as abandoned as they are at the last event.
    /// </summary>
    /// <param name="output">Where triggers go.</param>
    public void OnCompleted(Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Release(long.MaxValue, _greatest, output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        writer.WriteInt64(_greatest);
        _events.Snapshot(writer);
        _changes.Snapshot(writer);
        _carts.Snapshot(writer);
        _catalog.Snapshot(writer);
        _interested.Snapshot(writer);
        _coolDowns.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _greatest = reader.ReadInt64();
        if (_greatest < 0 || _greatest > DateTimeOffset.MaxValue.UtcTicks)
        {
            throw new SnapshotException($"A newest event at {_greatest} ticks: the snapshot is damaged.");
        }

        _events.Restore(reader);
        _changes.Restore(reader);
        _carts.Restore(reader);
        _catalog.Restore(reader);
        _interested.Restore(reader);
        _coolDowns.Restore(reader);
        _changesTaken = 0;
    }

    private static void CountEvicted() =>
        SetAsideEvents.Add(nameof(RecsObservable.Triggers), SetAsideEvents.Evicted);

    private CartEvent<TUser, TItem> Read(TEvent value)
    {
        var (user, item) = (selectors.KnownUser(value), selectors.Item(value));
        return item is null
            ? throw new InvalidOperationException("The selector Item returned null.")
            : new(user, item, CartActions.Of(selectors.Kind(value)), selectors.Quantity(value));
    }

    private void Take(in ItemChange<TItem> change, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        ItemChange<TItem>.ThrowIfNone(change.Item);
        _changesTaken++;
        if (!HeldItemChange.IsOfUse(change))
        {
            return;
        }

        var ticks = change.EventTime.UtcTicks;
        if (ticks < _time.Watermark)
        {
            Apply(change, ticks, output);
            return;
        }

        _changes.Add(ticks, new ItemChange<TItem>(change.Item, change.EventTime)
        {
            Price = change.Price,
            IsVisible = change.IsVisible,
            IsInStock = change.IsInStock,
        });
        if (_changes.Count > options.MaxItems && _changes.TryTake(long.MaxValue, out ticks, out var earliest))
        {
            Apply(earliest, ticks, output);
        }
    }

    // Events up to the watermark, and changes before it, at which there may still be an event.
    private void Release(long watermark, long now, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        while (true)
        {
            var changeTicks = _changes.NextTicks;
            if (_events.NextTicks <= changeTicks)
            {
                if (!_events.TryTake(watermark, out var ticks, out var value))
                {
                    break;
                }

                Advance(ticks, output);
                Apply(value, ticks, output);
            }
            else if (changeTicks < watermark && _changes.TryTake(changeTicks, out var change))
            {
                Advance(Math.Min(changeTicks, now), output);
                Apply(change, changeTicks, output);
            }
            else
            {
                break;
            }
        }

        Advance(now, output);
        _interested.ForgetBefore(now > _window ? now - _window : 0);
    }

    private void Advance(long ticks, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        while (_carts.TryAdvance(ticks))
        {
            foreach (var change in _carts.Changes)
            {
                if (change.Kind == CartChangeKind.Abandoned
                    && IsDue(TriggerKind.CartAbandoned, change.Key, change.EventTime.UtcTicks, out var suppressed))
                {
                    output.Emit(new Trigger<TUser, TItem>(
                        TriggerKind.CartAbandoned, change.Key, OpenItems(change.Key), change.EventTime)
                    {
                        Suppressed = suppressed,
                    });
                }
            }
        }
    }

    private TItem[] OpenItems(TUser user)
    {
        var lines = _carts.Open(user);
        var items = new TItem[lines.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = lines[i].Item;
        }

        return items;
    }

    private void Apply(
        in CartEvent<TUser, TItem> value, long ticks, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        if (options.AbandonAfter is not null && value.Action != CartAction.None)
        {
            ApplyToCart(value, ticks, output);
        }

        // A return, which has a negative quantity, is neither interest nor purchase.
        if (value.Quantity < 0 || value.Action == CartAction.Remove)
        {
            return;
        }

        if (value.Action == CartAction.Purchase)
        {
            _interested.Remove(value.Item, value.Key);
        }
        else if (_interested.Add(value.Item, value.Key, ticks))
        {
            CountEvicted();
        }
    }

    private void ApplyToCart(
        in CartEvent<TUser, TItem> value, long ticks, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        _carts.Apply(value, ticks);
        foreach (var change in _carts.Changes)
        {
            if (change.Kind == CartChangeKind.AbandonCancelled
                && IsDue(TriggerKind.CartRecovered, change.Key, ticks, out var suppressed))
            {
                output.Emit(new Trigger<TUser, TItem>(
                    TriggerKind.CartRecovered, change.Key, [value.Item], change.EventTime)
                { Suppressed = suppressed });
            }
            else if (change.Kind is CartChangeKind.Forgotten or CartChangeKind.Dropped)
            {
                CountEvicted();
            }
        }
    }

    private void Apply(
        in ItemChange<TItem> change, long ticks, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        _catalog.TryGet(change.Item, out var before);
        var evicted = _catalog.EvictedItems;
        _catalog.Apply(change);
        if (_catalog.EvictedItems != evicted)
        {
            CountEvicted();
        }

        _catalog.TryGet(change.Item, out var now);
        if (!now.IsOffered)
        {
            return;
        }

        if (before.Facts.Price is { } priceBefore
            && now.Facts.Price is { } price
            && price < priceBefore
            && price <= priceBefore * (1 - options.MinPriceDrop))
        {
            Tell(TriggerKind.PriceDropped, change.Item, ticks, priceBefore, price, output);
        }

        if (before.IsOutOfStock)
        {
            Tell(TriggerKind.BackInStock, change.Item, ticks, null, null, output);
        }
    }

    private void Tell(
        TriggerKind kind,
        TItem item,
        long ticks,
        decimal? priceBefore,
        decimal? price,
        Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        TItem[] items = [item];
        var eventTime = new DateTimeOffset(ticks, TimeSpan.Zero);
        for (var slot = _interested.Newest(item); slot >= 0; slot = _interested.OlderThan(slot))
        {
            var looked = _interested.Ticks(slot);
            if (ticks - looked > _window)
            {
                break;
            }

            // Who looked after a change that comes late has seen it.
            if (looked <= ticks && IsDue(kind, _interested.User(slot), ticks, out var suppressed))
            {
                output.Emit(new Trigger<TUser, TItem>(kind, _interested.User(slot), items, eventTime)
                {
                    PriceBefore = priceBefore,
                    Price = price,
                    Suppressed = suppressed,
                });
            }
        }
    }

    private bool IsDue(TriggerKind kind, TUser user, long ticks, out int suppressed)
    {
        var isDue = _coolDowns.TryStart(kind, user, ticks, out suppressed, out var evicted);
        if (evicted)
        {
            CountEvicted();
        }

        if (!isDue)
        {
            SetAsideEvents.Add(nameof(RecsObservable.Triggers), SetAsideEvents.CoolDown);
        }

        return isDue;
    }
}
