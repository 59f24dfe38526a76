using System.Runtime.CompilerServices;

namespace RxRecs.Machines;

/// <summary>
/// The machine behind <c>CartMinusPurchase</c>. Events are applied in order of event time, equal times in order of
/// arrival; before each, the gaps that end by its time are seen to.
/// </summary>
/// <remarks>
/// One transition may apply many events that were held. If the result selector throws in it, the machine is to be
/// dropped, or restored from a snapshot; another selector that throws leaves the state as it was. An event that comes
/// late is not read: only its event time is asked for.
/// </remarks>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type: users or sessions.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
internal sealed class CartMinusPurchaseMachine<TEvent, TKey, TItem, TResult>
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, TResult>>, IHasState<CartState<TKey, TItem>>
    where TKey : notnull
{
    private readonly Func<TEvent, CartEvent<TKey, TItem>> _cartEventSelector;
    private readonly Func<CartChange<TKey, TItem>, ReadOnlySpan<CartLine<TItem>>, TResult> _resultSelector;
    private readonly Func<TEvent, DateTimeOffset> _eventTimeSelector;
    private readonly bool _readsLines;
    private readonly CartOrder _order;
    private readonly ReorderBuffer<CartEvent<TKey, TItem>> _held = new(CartEvent<TKey, TItem>.Codec);
    private BoundedDisorder _time;
    private long _greatest;

    /// <summary>Makes a machine with no cart.</summary>
    /// <param name="cartEventSelector">A selector of what an event does to which cart.</param>
    /// <param name="resultSelector">The function that makes the results.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The allowed lateness, the gap and the bounds.</param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">The comparer that tells which items are the same; null for the default.</param>
    public CartMinusPurchaseMachine(
        Func<TEvent, CartEvent<TKey, TItem>> cartEventSelector,
        Func<CartChange<TKey, TItem>, ReadOnlySpan<CartLine<TItem>>, TResult> resultSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        CartOptions options,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
    {
        ArgumentNullException.ThrowIfNull(cartEventSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        _cartEventSelector = cartEventSelector;
        _resultSelector = resultSelector;
        _readsLines = !ReferenceEquals(resultSelector, CartChangeAlone<TKey, TItem>.Selector);
        _eventTimeSelector = eventTimeSelector;
        _order = options.Order;
        _time = new BoundedDisorder(options.AllowedLateness);
        State = new CartState<TKey, TItem>(options, keyEquality, itemEquality);
    }

    /// <inheritdoc/>
    public SnapshotFormat Format => new("CartMinusPurchase", 3);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <summary>Gives the carts as of the watermark, to be read between events.</summary>
    public CartState<TKey, TItem> State { get; }

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Tells how many events are held back at the moment.</summary>
    public int HeldCount => _held.Count;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, TResult>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var ticks = _eventTimeSelector(value).UtcTicks;
        if (ticks < _time.Watermark)
        {
            output.Emit(_time.Late(value, ticks));
            return;
        }

        var cartEvent = _cartEventSelector(value);
        if (cartEvent.Action == CartAction.None)
        {
            _greatest = Math.Max(_greatest, ticks);
            Move(_time.See(ticks), output);
            return;
        }

        Validate(cartEvent);
        Take(cartEvent, ticks, output);
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, TResult>> output) =>
        Move(_time.MoveTo(watermark.UtcTicks), output);

    /// <summary>
    /// Takes the end of the input: events that are held are applied. Carts are as abandoned as they are at the last
    /// event; time does not go on after it.
    /// </summary>
    /// <param name="output">The output that takes the results.</param>
    public void OnCompleted(Output<EventTimeResult<TEvent, TResult>> output)
    {
        Release(long.MaxValue, output);
        Advance(_greatest, output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        writer.WriteInt64(_greatest);
        _held.Snapshot(writer);
        State.Snapshot(writer);
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

        _held.Restore(reader);
        State.Restore(reader);
    }

    private static void Validate(in CartEvent<TKey, TItem> value)
    {
        if (value.Action > CartAction.Purchase)
        {
            ThrowNoAction(value.Action);
        }

        if (!typeof(TKey).IsValueType && value.Key is null)
        {
            throw new InvalidOperationException("The cart event selector gave a cart event without a key.");
        }

        if (!typeof(TItem).IsValueType && value.Item is null)
        {
            throw new InvalidOperationException("The cart event selector gave a cart event without an item.");
        }
    }

    // Apart from the check: what builds a text is not to be in the way of every event.
    private static void ThrowNoAction(CartAction action) => throw new InvalidOperationException(
        $"The cart event selector gave {(byte)action}, which is no cart action.");

    private void Take(in CartEvent<TKey, TItem> value, long ticks, Output<EventTimeResult<TEvent, TResult>> output)
    {
        var moved = _time.See(ticks);
        _greatest = Math.Max(_greatest, ticks);
        if (_held.Count == 0 && ticks <= _time.Watermark)
        {
            Apply(value, ticks, output);
            return;
        }

        _held.Add(ticks, value);
        Move(moved || ticks <= _time.Watermark, output);
    }

    private void Move(bool moved, Output<EventTimeResult<TEvent, TResult>> output)
    {
        if (moved)
        {
            Release(_time.Watermark, output);
            Advance(_time.Watermark, output);
        }
    }

    private void Release(long watermark, Output<EventTimeResult<TEvent, TResult>> output)
    {
        while (_held.TryTake(watermark, out var ticks, out var value))
        {
            Apply(value, ticks, output);
        }
    }

    private void Apply(in CartEvent<TKey, TItem> value, long ticks, Output<EventTimeResult<TEvent, TResult>> output)
    {
        Advance(ticks, output);
        State.Apply(value, ticks);
        Emit(output);
    }

    private void Advance(long ticks, Output<EventTimeResult<TEvent, TResult>> output)
    {
        while (State.TryAdvance(ticks))
        {
            Emit(output);
        }
    }

    // What comes out is the change itself: no selector has to be asked for it.
    private static ref readonly TResult Alone(in CartChange<TKey, TItem> change) =>
        ref Unsafe.As<CartChange<TKey, TItem>, TResult>(ref Unsafe.AsRef(in change));

    private void Emit(Output<EventTimeResult<TEvent, TResult>> output)
    {
        foreach (ref readonly var change in State.Changes)
        {
            if (_readsLines)
            {
                output.Emit(_resultSelector(change, State.Open(change.Key, _order)));
            }
            else
            {
                EventTimeResult<TEvent, TResult>.Place(Alone(change), ref output.Next());
            }
        }
    }
}
