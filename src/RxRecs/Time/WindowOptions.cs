namespace RxRecs;

/// <summary>Holds what every window operator needs to know.</summary>
public sealed record WindowOptions : EventTimeOptions
{
    /// <summary>
    /// Where windows are aligned: one begins here, and others before and after it. Null stands for the Unix epoch in
    /// UTC, so that hours and days begin where UTC has them and weeks on a Thursday. Session and sliding windows begin
    /// at events and need none.
    /// </summary>
    public DateTimeOffset? Origin { get; init; }

    internal long OriginTicks => (Origin ?? DateTimeOffset.UnixEpoch).UtcTicks;
}
