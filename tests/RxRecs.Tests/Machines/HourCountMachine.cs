using RxRecs.Machines;

namespace RxRecs.Tests.Machines;

/// <summary>Counts events per hour of event time and emits each hour once the watermark has passed its end.</summary>
internal sealed class HourCountMachine<TEvent>(Func<TEvent, DateTimeOffset> eventTimeSelector, TimeSpan allowedLateness)
    : IEventTimeMachine<TEvent, EventTimeResult<TEvent, HourCount>>
{
    private readonly SortedDictionary<long, int> _open = [];
    private BoundedDisorder _disorder = new(allowedLateness);

    public SnapshotFormat Format => new("HourCount", 1);

    public DateTimeOffset Watermark => _disorder.Time;

    public long LateEvents => _disorder.LateCount;

    public void OnEvent(TEvent value, Output<EventTimeResult<TEvent, HourCount>> output)
    {
        var ticks = eventTimeSelector(value).UtcTicks;
        if (ticks < _disorder.Watermark)
        {
            output.Emit(_disorder.Late(value, ticks));
            return;
        }

        var hour = ticks / TimeSpan.TicksPerHour;
        _open[hour] = _open.GetValueOrDefault(hour) + 1;
        _disorder.See(ticks);
        Close(output);
    }

    public void OnWatermark(DateTimeOffset watermark, Output<EventTimeResult<TEvent, HourCount>> output)
    {
        _disorder.MoveTo(watermark.UtcTicks);
        Close(output);
    }

    public void OnCompleted(Output<EventTimeResult<TEvent, HourCount>> output)
    {
        _disorder.MoveTo(DateTimeOffset.MaxValue.UtcTicks);
        Close(output);
    }

    public void Snapshot(SnapshotWriter writer)
    {
        _disorder.Snapshot(writer);
        writer.WriteCount(_open.Count);
        foreach (var (hour, count) in _open)
        {
            writer.WriteInt64(hour);
            writer.WriteCount(count);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        _disorder.Restore(reader);
        _open.Clear();
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            var hour = reader.ReadInt64();
            if (!_open.TryAdd(hour, reader.ReadSize()))
            {
                throw new SnapshotException($"Hour {hour} comes twice: the snapshot is damaged.");
            }
        }
    }

    private void Close(Output<EventTimeResult<TEvent, HourCount>> output)
    {
        while (_open.Count > 0 && _open.First() is var (hour, count)
            && (hour + 1) * TimeSpan.TicksPerHour <= _disorder.Watermark)
        {
            _open.Remove(hour);
            output.Emit(new HourCount(new DateTimeOffset(hour * TimeSpan.TicksPerHour, TimeSpan.Zero), count));
        }
    }
}
