using RxRecs.Analytics;

namespace RxRecs.Machines;

/// <summary>
/// Puts the change that held for an event's key at the event's time beside the event. The machine behind
/// <c>RecsObservable.EnrichAsOf</c>.
/// </summary>
/// <param name="keySelector">A selector of an event's key; null for an event of nobody.</param>
/// <param name="changeKeySelector">A selector of a change's key.</param>
/// <param name="changeTimeSelector">A selector of a change's time.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness, and how much is kept.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TChange">The changes' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
internal sealed class EnrichAsOfMachine<TEvent, TChange, TKey>(
    Func<TEvent, TKey?> keySelector,
    Func<TChange, TKey> changeKeySelector,
    Func<TChange, DateTimeOffset> changeTimeSelector,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    EnrichAsOfOptions options)
    : IEventTimeMachine<EventOrChange<TEvent, TChange>, EventTimeResult<TEvent, Enriched<TEvent, TChange>>>
    where TKey : notnull
{
    private readonly ReorderBuffer<TEvent> _held = new();
    private readonly ChangeHistory<TKey, TChange> _changes = new(options.MaxChanges);
    private BoundedDisorder _time = new(options.AllowedLateness);
    private long _changesTaken;

    /// <inheritdoc/>
    public SnapshotFormat Format => new("EnrichAsOf", 1);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _time.Time;

    /// <summary>
    /// Counts the inputs that are no activity of the events: those behind the watermark, and the changes, which go on
    /// where the events have gone quiet.
    /// </summary>
    public long LateEvents => _time.LateCount + _changesTaken;

    /// <summary>Gives how many events and changes are held at the moment.</summary>
    public int HeldCount => _held.Count + _changes.Count;

    /// <inheritdoc/>
    public void OnEvent(
        EventOrChange<TEvent, TChange> value, Output<EventTimeResult<TEvent, Enriched<TEvent, TChange>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (value.IsChange)
        {
            Take(value.Change!);
            return;
        }

        var taken = value.Event!;
        var eventTicks = eventTimeSelector(taken).UtcTicks;
        if (eventTicks < _time.Watermark)
        {
            output.Emit(_time.Late(taken, eventTicks));
            return;
        }

        _held.Add(eventTicks, taken);
        _time.See(eventTicks);
        Release(_time.Watermark, output);
    }

    /// <inheritdoc/>
    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, Enriched<TEvent, TChange>>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release(_time.Watermark, output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, Enriched<TEvent, TChange>>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Release(long.MaxValue, output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        _held.Snapshot(writer);
        _changes.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _held.Restore(reader);
        _changes.Restore(reader);
        _changesTaken = 0;
    }

    private void Take(TChange change)
    {
        var key = Selected.NotNull(changeKeySelector(change), "change key");
        if (_changes.Add(key, changeTimeSelector(change).UtcTicks, change, _time.Watermark))
        {
            SetAsideEvents.Add(nameof(RecsObservable.EnrichAsOf), SetAsideEvents.Evicted);
        }

        _changesTaken++;
    }

    private void Release(long watermark, Output<EventTimeResult<TEvent, Enriched<TEvent, TChange>>> output)
    {
        while (_held.TryTake(watermark, out var eventTicks, out var value))
        {
            var isKnown = _changes.TryFind(keySelector(value), eventTicks, out var change);
            output.Emit(new Enriched<TEvent, TChange>(value, change, isKnown));
        }
    }
}
