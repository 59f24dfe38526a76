using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Holds carts, prices and stock, who looked at what, and cool-downs, and tells what comes of an event or a change.
/// Carts are those of <see cref="CartState{TKey, TItem}"/>, prices and stock those of
/// <see cref="ItemCatalog{TItem}"/>.
/// </summary>
/// <param name="options">The options for when triggers are told, and how much is kept.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class TriggersState<TEvent, TUser, TItem>(TriggerOptions options)
    where TUser : notnull
    where TItem : notnull
{
    private readonly CartState<TUser, TItem> _carts = new(options.Carts);

    // Popularity is not asked for: items need no order.
    private readonly ItemCatalog<TItem> _catalog =
        new(options.MaxItems, itemOrder: Comparer<TItem>.Create(static (_, _) => 0))
        {
            CountedBy = nameof(RecsObservable.Triggers),
        };

    private readonly InterestedUsers<TUser, TItem> _interested = new(options.MaxUsersPerItem, options.MaxInterests);
    private readonly CoolDowns<TUser> _coolDowns = new(options.CoolDown, options.MaxUsers);
    private readonly long _window = options.InterestWindow.Ticks;

    /// <summary>Gives how many carts, items and users of items are held.</summary>
    public int Count => _carts.KeyCount + _catalog.Count + _interested.Count;

    /// <summary>Lets time go on: carts whose gap has ended are told.</summary>
    public void Advance(long ticks, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
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

    /// <summary>Applies an event, whose time has come.</summary>
    public void Apply(
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

    /// <summary>Applies a change, whose time has come or which comes late.</summary>
    public void Apply(
        in ItemChange<TItem> change, long ticks, Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        _catalog.TryGet(change.Item, out var before);
        _catalog.Apply(change);
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

    /// <summary>Forgets looks that are too long ago.</summary>
    public void ForgetBefore(long now) => _interested.ForgetBefore(now > _window ? now - _window : 0);

    /// <summary>Forgets a user: the cart, what the user looked at, and what the user was told.</summary>
    public void Forget(TUser user)
    {
        _carts.Forget(user);
        _interested.Forget(user);
        _coolDowns.Forget(user);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _carts.Snapshot(writer);
        _catalog.Snapshot(writer);
        _interested.Snapshot(writer);
        _coolDowns.Snapshot(writer);
    }

    public void Restore(SnapshotReader reader)
    {
        _carts.Restore(reader);
        _catalog.Restore(reader);
        _interested.Restore(reader);
        _coolDowns.Restore(reader);
    }

    private static void CountEvicted() =>
        SetAsideEvents.Add(nameof(RecsObservable.Triggers), SetAsideEvents.Evicted);

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
