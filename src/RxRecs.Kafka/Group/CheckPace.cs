namespace RxRecs.Kafka;

/// <summary>Tells when the loop is to look around while records come: after so many, or after so long.</summary>
internal sealed class CheckPace(TimeProvider clock)
{
    private const int Records = 256;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private int _left = Records;
    private long _last;

    /// <summary>Counts a record; true if it is time.</summary>
    public bool IsDue() => --_left <= 0 || clock.GetElapsedTime(_last) >= Interval;

    /// <summary>The loop looks around now.</summary>
    public void Begin(long now) => (_left, _last) = (Records, now);

    /// <summary>Partitions have come, which has taken its time.</summary>
    public void NoteAssignment(long now) => _last = now;

    /// <summary>The next record is the last one before the loop looks around.</summary>
    public void Hasten() => _left = 1;
}
