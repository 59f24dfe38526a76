namespace RxRecs.Kafka.RealBroker;

/// <summary>A clock whose time of day is set to and fro; lengths of time are as they are.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _step;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Volatile.Read(ref _step));

    /// <summary>Puts it forward by so much from what is right, or back.</summary>
    public void Set(TimeSpan step) => Volatile.Write(ref _step, step.Ticks);
}
