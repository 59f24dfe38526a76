namespace RxRecs;

/// <summary>Computes the time at which a recorded event is due.</summary>
/// <param name="speed">
/// The factor by which the replay is faster than the recording, or null for the time itself: the clock is event time
/// then.
/// </param>
internal readonly struct ReplayPace(double? speed)
{
    public static ReplayPace EventTime => new(null);

    /// <summary>Tells whether the clock is event time.</summary>
    public bool IsEventTime => speed is null;

    /// <summary>The due time in UTC ticks, held within what a date can be.</summary>
    public long DueTicks(long ticks, long firstTicks, long startTicks)
    {
        if (speed is not { } times)
        {
            return ticks;
        }

        var wait = (ticks - firstTicks) / times;
        return wait >= DateTimeOffset.MaxValue.Ticks - startTicks ? DateTimeOffset.MaxValue.Ticks
            : wait <= 0 ? startTicks
            : startTicks + (long)wait;
    }
}
