namespace RxRecs.Postgres.Cluster;

/// <summary>A clock on which every wait is over at once, and has taken its time all the same.</summary>
internal sealed class EagerClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return TimeProvider.System.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Add(ref _now, dueTime.Ticks);
        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
