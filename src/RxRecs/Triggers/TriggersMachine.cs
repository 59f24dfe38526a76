using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>
/// Tells of carts left and taken up again, and of items that cost less or are back, to those who looked at them. The
/// machine behind <c>RecsObservable.Triggers</c>: it puts events and changes in order, and what they bring is in
/// <see cref="TriggersState{TEvent, TUser, TItem}"/>.
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
    : IEventTimeMachine<EventOrChange<TEvent, ItemChange<TItem>>, EventTimeResult<TEvent, Trigger<TUser, TItem>>>,
        IForgetsKeys
    where TUser : notnull
    where TItem : notnull
{
    private readonly ReorderBuffer<CartEvent<TUser, TItem>> _events = new(CartEvent<TUser, TItem>.Codec);
    private readonly ReorderBuffer<ItemChange<TItem>> _changes = new(HeldItemChange.Codec<TItem>());
    private readonly TriggersState<TEvent, TUser, TItem> _state = new(options);
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
    public int HeldCount => _events.Count + _changes.Count + _state.Count;

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
    /// <param name="output">The output that takes the triggers.</param>
    public void OnCompleted(Output<EventTimeResult<TEvent, Trigger<TUser, TItem>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Release(long.MaxValue, _greatest, output);
        output.Emit(_time.Counts);
    }

    /// <summary>Forgets a user, and the events of the user that wait for the watermark.</summary>
    public void Forget(TUser user)
    {
        _events.RemoveAll(each => EqualityComparer<TUser>.Default.Equals(each.Key, user));
        _state.Forget(user);
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TUser user)
        {
            Forget(user);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        writer.WriteInt64(_greatest);
        _events.Snapshot(writer);
        _changes.Snapshot(writer);
        _state.Snapshot(writer);
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
        _state.Restore(reader);
        _changesTaken = 0;
    }

    private CartEvent<TUser, TItem> Read(TEvent value) => new(
        selectors.KnownUser(value),
        selectors.KnownItem(value),
        CartActions.Of(selectors.Kind(value)),
        selectors.Quantity(value));

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
            _state.Apply(change, ticks, output);
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
            _state.Apply(earliest, ticks, output);
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

                _state.Advance(ticks, output);
                _state.Apply(value, ticks, output);
            }
            else if (changeTicks < watermark && _changes.TryTake(changeTicks, out var change))
            {
                _state.Advance(Math.Min(changeTicks, now), output);
                _state.Apply(change, changeTicks, output);
            }
            else
            {
                break;
            }
        }

        _state.Advance(now, output);
        _state.ForgetBefore(now);
    }
}
