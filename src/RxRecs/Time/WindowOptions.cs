namespace RxRecs;

/// <summary>Holds what every window operator needs to know.</summary>
public sealed record WindowOptions : EventTimeOptions
{
    private readonly int _maxKeys = 1_000_000;

    /// <summary>
    /// Where windows are aligned: one begins here, and others before and after it. Null stands for the Unix epoch in
    /// UTC, so that hours and days begin where UTC has them and weeks on a Thursday. Session and sliding windows begin
    /// at events and need none.
    /// </summary>
    public DateTimeOffset? Origin { get; init; }

    /// <summary>
    /// Limits how many accumulators are held, 1,000,000 unless given: one per key and open window (of hopping windows,
    /// per key and step; of session windows, per open session; of sliding windows, per key and distinct time within the
    /// size). An event that needs one more is refused: it is in no window, moves time on, and is counted in
    /// <see cref="EventTimeCounts.Refused"/> and on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxKeys
    {
        get => _maxKeys;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxKeys));
            _maxKeys = value;
        }
    }

    internal long OriginTicks => (Origin ?? DateTimeOffset.UnixEpoch).UtcTicks;
}
