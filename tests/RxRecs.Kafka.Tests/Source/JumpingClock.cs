namespace RxRecs.Kafka.Source;

/// <summary>A clock that goes on as clocks do, and can be put forward.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _jumped;

    /// <summary>By how much it has been put forward in all.</summary>
    public TimeSpan Jumped => new(Volatile.Read(ref _jumped));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Volatile.Read(ref _jumped);

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
