using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Credits conversions to touches of the same key and item in the stretch of event time before them. The machine behind
/// <c>RecsObservable.AttributeConversions</c>.
/// </summary>
/// <param name="window">
/// The time before a conversion in which a touch counts, at most 9,999 years; both ends count.
/// </param>
/// <param name="keySelector">A selector of an event's key; called up to three times for each event.</param>
/// <param name="itemSelector">A selector of an event's item; called up to three times for each event.</param>
/// <param name="roleSelector">A selector of an event's role: touch, conversion or neither.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The rule, the allowed lateness, and how much is kept.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal sealed class AttributeConversionsMachine<TEvent, TKey, TItem>(
    TimeSpan window,
    Func<TEvent, TKey> keySelector,
    Func<TEvent, TItem> itemSelector,
    Func<TEvent, AttributionRole> roleSelector,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    AttributionOptions options)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, Attribution<TEvent>>>, IForgetsKeys
    where TKey : notnull
    where TItem : notnull
{
    private readonly long _window = WindowSize.Check(window);
    private readonly ReorderBuffer<TEvent> _touches = new();
    private readonly ReorderBuffer<TEvent> _conversions = new();
    private readonly TouchHistory<TEvent, TKey, TItem> _history =
        new(keySelector, itemSelector, options.Rule, options.MaxTouches);

    private BoundedDisorder _time = new(options.AllowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("AttributeConversions", 2);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Gives how many touches and conversions are held at the moment.</summary>
    public int HeldCount => _touches.Count + _conversions.Count + _history.Count;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, Attribution<TEvent>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var eventTicks = eventTimeSelector(value).UtcTicks;
        if (eventTicks < _time.Watermark)
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        var held = roleSelector(value) switch
        {
            AttributionRole.Touch => _touches,
            AttributionRole.Conversion => _conversions,
            AttributionRole.None => null,
            var other => throw new InvalidOperationException(
                $"The role selector returned {(int)other}, which is no {nameof(AttributionRole)}."),
        };
        if (held is not null)
        {
            _ = Selected.NotNull(keySelector(value), "key");
            _ = Selected.NotNull(itemSelector(value), "item");
            held.Add(eventTicks, value);
        }

        if (_time.See(eventTicks))
        {
            Release(_time.Watermark, output);
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, Attribution<TEvent>>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(_time.Watermark, output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, Attribution<TEvent>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Release(long.MaxValue, output);
        output.Emit(_time.Counts);
    }

    void IForgetsKeys.ForgetKey(object key)
    {
        if (key is TKey known)
        {
            bool IsOfKey(TEvent value) => EqualityComparer<TKey>.Default.Equals(keySelector(value), known);
            _touches.RemoveAll(IsOfKey);
            _conversions.RemoveAll(IsOfKey);
            _history.Forget(known);
        }
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(_window);
        writer.WriteByte((byte)options.Rule);
        _time.Snapshot(writer);
        _touches.Snapshot(writer);
        _conversions.Snapshot(writer);
        _history.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (made, rule) = (reader.ReadInt64(), (AttributionRule)reader.ReadByte());
        if (made != _window || rule != options.Rule)
        {
            throw new SnapshotException(
                $"The snapshot was made with a window of {new TimeSpan(made)} and {rule}, not {window} and "
                + $"{options.Rule}: touches that are of use now may be missing.");
        }

        _time.Restore(reader);
        _touches.Restore(reader);
        _conversions.Restore(reader);
        _history.Restore(reader);
    }

    // What happens at the watermark itself may still come: a conversion waits until it has passed.
    private void Release(long watermark, Output<EventTimeResult<TEvent, Attribution<TEvent>>> output)
    {
        while (_conversions.NextTicks < watermark && _conversions.TryTake(watermark, out var eventTicks, out var value))
        {
            TakeTouches(eventTicks);
            _history.ForgetBefore(eventTicks - _window);
            output.Emit(_history.TryFind(value, out var touchTicks, out var touch)
                ? new Attribution<TEvent>(value, touch, new TimeSpan(eventTicks - touchTicks))
                : new Attribution<TEvent>(value, default, null));
        }

        TakeTouches(watermark - 1);
        if (watermark != long.MaxValue)
        {
            _history.ForgetBefore(Math.Max(watermark, 0) - _window);
        }
    }

    private void TakeTouches(long eventTicks)
    {
        while (_touches.TryTake(eventTicks, out var touchTicks, out var touch))
        {
            // One that no conversion to come can reach does not make another leave.
            _history.ForgetBefore(touchTicks - _window);
            if (_history.Add(touchTicks, touch))
            {
                SetAsideEvents.Add(nameof(RecsObservable.AttributeConversions), SetAsideEvents.Evicted);
            }
        }
    }
}
