namespace RxRecs.Machines;

/// <summary>
/// Merges several sources into one in order of event time. Each source has its own watermark; the least of them counts,
/// so a source that runs ahead waits for the others. The machine behind <c>RecsObservable.MergeByEventTime</c>.
/// </summary>
/// <param name="sourceCount">The number of sources.</param>
/// <param name="eventTimeSelector">A selector of an event's time.</param>
/// <param name="options">The allowed lateness within each source, and how far one may be ahead.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <remarks>
/// Events of equal time come in the order of their sources, within a source in order of arrival, whatever the order in
/// which the sources take turns. Cost: a scan over the sources per event.
/// </remarks>
internal sealed class MergeByEventTimeMachine<TEvent>(
    int sourceCount, Func<TEvent, DateTimeOffset> eventTimeSelector, MergeOptions options)
    : IEventTimeMachine<MergeInput<TEvent>, EventTimeResult<TEvent, TEvent>>
{
    private readonly MergeState<TEvent> _sources = new(sourceCount, options.AllowedLateness.Ticks);
    private BoundedDisorder _time = new(options.AllowedLateness);

    /// <inheritdoc/>
    public SnapshotFormat Format => new("MergeByEventTime", 3);

    /// <summary>
    /// The least watermark of the sources that count; <see cref="DateTimeOffset.MinValue"/> until each has
    /// one.
    /// </summary>
    public DateTimeOffset Watermark => _time.Time;

    /// <inheritdoc/>
    public long LateEvents => _time.LateCount;

    /// <summary>Counts the events that wait at the moment, over all sources.</summary>
    public int HeldCount => _sources.HeldCount;

    /// <inheritdoc/>
    public void OnEvent(MergeInput<TEvent> value, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)value.Source, (uint)sourceCount, nameof(value));
        switch (value.Kind)
        {
            case MergeInputKind.Event:
                Take(value.Source, value.Event!, output);
                break;
            case MergeInputKind.Idle:
                _sources.SetIdle(value.Source);
                break;
            default:
                _sources.SetCompleted(value.Source);
                break;
        }

        var limit = _sources.Limit;
        Release(limit, output);
        _time.MoveTo(limit.Ticks);
    }

    /// <inheritdoc/>
    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        if (_time.MoveTo(watermark.UtcTicks))
        {
            Release((_time.Watermark, int.MaxValue), output);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(Output<EventTimeResult<TEvent, TEvent>> output)
    {
        Release((long.MaxValue, int.MaxValue), output);
        output.Emit(_time.Counts);
    }

    /// <inheritdoc/>
    public void Snapshot(SnapshotWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _time.Snapshot(writer);
        _sources.Snapshot(writer);
    }

    /// <inheritdoc/>
    public void Restore(SnapshotReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _time.Restore(reader);
        _sources.Restore(reader);
    }

    private void Take(int source, TEvent value, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        if (eventTicks < _time.Watermark)
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        if (_sources.PendingOf(source) >= options.MaxPending)
        {
            throw new InvalidOperationException(
                $"Source {source} is {options.MaxPending} events ahead of source {_sources.Slowest}, " +
                "which is the limit MaxPending of MergeByEventTime. Raise the limit, set an IdleTimeout " +
                "if that source is often quiet, or read the sources at the same pace.");
        }

        _sources.Add(source, eventTicks, value);
        _time.Count();
    }

    private void Release((long Ticks, int Source) limit, Output<EventTimeResult<TEvent, TEvent>> output)
    {
        while (_sources.TryTake(limit, out var value))
        {
            output.Emit(value);
        }
    }
}
