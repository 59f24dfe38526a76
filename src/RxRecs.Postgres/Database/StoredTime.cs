namespace RxRecs.Postgres;

/// <summary>
/// A time as two columns: microseconds, as PostgreSQL counts them from 2000 on, and the tenths of one that it has no
/// room for.
/// </summary>
internal static class StoredTime
{
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public static (long Microseconds, short Tick) From(DateTimeOffset time)
    {
        var (microseconds, tick) = Math.DivRem(time.UtcTicks - Epoch, TimeSpan.TicksPerMicrosecond);
        return tick < 0
            ? (microseconds - 1, (short)(tick + TimeSpan.TicksPerMicrosecond))
            : (microseconds, (short)tick);
    }

    /// <summary>Puts the columns together.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They hold a time that .NET has not.</exception>
    public static DateTimeOffset ToTime(long microseconds, short tick) => new DateTimeOffset(Epoch, TimeSpan.Zero)
        .AddTicks(checked((microseconds * TimeSpan.TicksPerMicrosecond) + tick));
}
