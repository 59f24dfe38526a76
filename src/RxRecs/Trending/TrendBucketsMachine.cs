namespace RxRecs.Machines;

/// <summary>
/// Counts items in buckets of event time and emits each bucket once, when the watermark reaches its
/// end.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
/// <remarks>
/// State: one counter per open bucket (with <see cref="TrendBucketsOptions.Advance"/>: per step) and item that was
/// counted in it; about the allowed lateness over the advance, plus one, are open, and never more than there are
/// events. A bucket (a step) counts <see cref="TrendBucketsOptions.MaxItemsPerBucket"/> items exactly and more by
/// Space-Saving. The snapshot does not depend on when it is taken within a transition, and holds counters in order of
/// their first event.
/// </remarks>
internal sealed class TrendBucketsMachine<TEvent, TItem>
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, TrendBucket<TItem>>>
    where TItem : notnull
{
    private readonly TrendBucketsState<TItem> _state;
    private readonly Func<TEvent, TItem> _itemSelector;
    private readonly Func<TEvent, DateTimeOffset> _eventTimeSelector;
    private readonly Func<TEvent, double>? _weightSelector;
    private readonly long _completeUntil;

    /// <summary>Makes a machine without state.</summary>
    /// <param name="size">The length of a bucket.</param>
    /// <param name="itemSelector">A selector of the item that an event counts for; not null.</param>
    /// <param name="weightSelector">
    /// A selector of an event's weight, from 0 to 1,000,000 with six decimals; null for 1 each.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The options for how buckets are cut and when they close.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive, or longer than
    /// time.</exception>
    /// <exception cref="ArgumentException">The advance does not go into <paramref name="size"/>.</exception>
    public TrendBucketsMachine(
        TimeSpan size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, double>? weightSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        TrendBucketsOptions options,
        IEqualityComparer<TItem>? itemEquality = null)
    {
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        _state = new TrendBucketsState<TItem>(size, options, itemEquality);
        _itemSelector = itemSelector;
        _eventTimeSelector = eventTimeSelector;
        _weightSelector = weightSelector;
        _completeUntil = options.CompleteUntil?.UtcTicks ?? BoundedDisorder.None;
    }

    /// <inheritdoc/>
    public SnapshotFormat Format { get; } = new("TrendBuckets", 4);

    /// <inheritdoc/>
    public DateTimeOffset Watermark => _state.Watermark;

    /// <inheritdoc/>
    public long LateEvents => _state.Counts.Late;

    /// <inheritdoc/>
    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, TrendBucket<TItem>>> output)
    {
        var item = Selected.NotNull(_itemSelector(value), "item");
        var ticks = _eventTimeSelector(value).UtcTicks;
        var units = _weightSelector is null ? TrendWeight.One : TrendWeight.ToUnits(_weightSelector(value));
        if (!_state.TryCount(item, ticks, units))
        {
            output.Emit(_state.Late(value, ticks));
        }
        else if (_state.Closed.Count != 0)
        {
            EmitClosed(output);
        }
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, TrendBucket<TItem>>> output)
    {
        _state.MoveTo(watermark.UtcTicks);
        EmitClosed(output);
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, TrendBucket<TItem>>> output)
    {
        _state.Complete(_completeUntil);
        EmitClosed(output);
        output.Emit(_state.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer) => _state.Snapshot(writer);

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader) => _state.Restore(reader);

    private void EmitClosed(Output<EventTimeResult<TEvent, TrendBucket<TItem>>> output)
    {
        foreach (var bucket in _state.Closed)
        {
            output.Emit(bucket);
        }

        _state.Closed.Clear();
    }
}
