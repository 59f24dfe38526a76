namespace RxRecs.Machines;

/// <summary>Does what tumbling and hopping windows have in common: all but their name and their grid.</summary>
internal sealed class PaneWindowMachine<TEvent, TKey, TAccumulate>(
    string operatorName,
    WindowGrid grid,
    Func<TEvent, TKey> keySelector,
    WindowAggregate<TEvent, TAccumulate> aggregate,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    WindowOptions options,
    IComparer<TKey>? keyOrder)
    where TKey : notnull
{
    private readonly PaneWindowState<TEvent, TKey, TAccumulate> _windows =
        new(grid, aggregate, keyOrder, options.MaxKeys);

    private WindowTime _time = new(options.AllowedLateness);

    public DateTimeOffset Watermark => _time.Time;

    public long LateEvents => _time.LateCount;

    public int HeldCount => _windows.HeldCount;

    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var eventTicks = eventTimeSelector(value).UtcTicks;
        if (_windows.IsLate(eventTicks, _time.Watermark))
        {
            output.Emit(_time.Late(value, eventTicks));
            return;
        }

        var key = keySelector(value) ?? throw new InvalidOperationException("The keySelector returned null.");
        var time = _time;
        bool taken;
        if (time.See(eventTicks))
        {
            _windows.PrepareToClose(time.Watermark, time.Greatest);
            taken = _windows.TryAdd(eventTicks, key, value, time.Watermark);
            _windows.Close(time.Watermark, output);
        }
        else
        {
            taken = _windows.TryAdd(eventTicks, key, value, time.Watermark);
        }

        _time = time;
        if (!taken)
        {
            _time.Refuse();
            SetAsideEvents.Add(operatorName, SetAsideEvents.TooManyKeys);
        }
    }

    public void OnWatermark(
        DateTimeOffset watermark, Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        var time = _time;
        if (time.MoveTo(watermark.UtcTicks))
        {
            _windows.PrepareToClose(time.Watermark, time.Greatest);
            _windows.Close(time.Watermark, output);
            _time = time;
        }
    }

    public void OnCompleted(Output<EventTimeResult<TEvent, EventWindow<TKey, TAccumulate>>> output)
    {
        _windows.PrepareToClose(long.MaxValue, _time.Greatest);
        _windows.Close(long.MaxValue, output);
        output.Emit(_time.Counts);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _time.Snapshot(writer);
        _windows.Snapshot(writer, _time.Watermark);
    }

    public void Restore(SnapshotReader reader)
    {
        _time.Restore(reader);
        _windows.Restore(reader, _time.Watermark);
    }
}
