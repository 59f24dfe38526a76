namespace RxRecs;

/// <summary>Holds the settings of every window operator.</summary>
public sealed record WindowOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the instant by which windows are aligned: one begins here, and others before and after it. Null stands for
    /// the Unix epoch in UTC, so that hours and days begin where UTC has them and weeks on a Thursday. Session and
    /// sliding windows begin at events and need none. With <see cref="TimeZone"/> it is the day of the zone that this
    /// instant falls into, and else 1 January 1970 there.
    /// </summary>
    public DateTimeOffset? Origin { get; init; }

    /// <summary>
    /// Gets the zone whose days tumbling and hopping windows are made of: one begins at midnight there and has 23, 24
    /// or 25 hours, as the clocks go. Sizes and advances are then whole days. A day starts at its first instant, also
    /// where the clocks leave midnight out or show it twice; a date that the zone left out is no window. With null
    /// windows are a length of time, as session and sliding windows are in any case.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>
    /// Gets the maximum number of accumulators that are held: one per key and open window (of hopping windows, per key
    /// and step; of session windows, per open session; of sliding windows, per key and distinct time within up to two
    /// sizes). The default is 1,000,000. An event that needs one more is refused: it is in no window, moves time on,
    /// and is counted in <see cref="EventTimeCounts.Refused"/> and on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxKeys { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
