namespace RxRecs.Kafka;

/// <summary>Measures for how long nothing has come at all, neither records nor partitions. Whichever thread has the
/// consumer begins it anew.</summary>
internal sealed class QuietTime(TimeProvider clock)
{
    private long _since;

    public TimeSpan Elapsed => clock.GetElapsedTime(_since);

    /// <summary>Something has come just now.</summary>
    public void Begin() => Begin(clock.GetTimestamp());

    /// <summary>Something has come by then: the clock's timestamp.</summary>
    public void Begin(long now) => _since = now;
}
