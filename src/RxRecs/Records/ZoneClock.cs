namespace RxRecs;

/// <summary>Turns times of a zone into UTC; the offset of the last quarter of an hour is remembered.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    private readonly bool _isUtc = zone.Equals(TimeZoneInfo.Utc);
    private long _quarter = -1;
    private long _offset;

    public long ToUtc(long ticks)
    {
        if (_isUtc)
        {
            return ticks;
        }

        var quarter = ticks / (15 * TimeSpan.TicksPerMinute);
        if (quarter != _quarter)
        {
            _offset = zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Unspecified)).Ticks;
            _quarter = quarter;
        }

        return Math.Clamp(ticks - _offset, 0, DateTime.MaxValue.Ticks);
    }
}
