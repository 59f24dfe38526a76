using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The days of a time zone, numbered one after the other: day n is [start of n, start of n + 1) in UTC ticks. A day
/// starts at its first instant, whatever the clocks do at midnight, and so has 23, 24 or 25 hours, or what else the
/// zone says. A date that the zone left out is no day. Not for several threads.
/// </summary>
/// <remarks>
/// Idea: a day starts where the local time first reaches its midnight. Offsets are looked at every six hours, in which
/// there is at most one change, and the change is found by halving. Starts are remembered, so that a look-up costs a
/// few comparisons; nothing is allocated by one. Boundaries that a snapshot has brought stay as they are, although the
/// rules of the zone may have changed since; those around them keep their order.
/// </remarks>
internal sealed class LocalDays
{
    private const long Day = TimeSpan.TicksPerDay;
    private const long MaxOffset = 14 * TimeSpan.TicksPerHour; // the most that TimeZoneInfo allows
    private const long Step = 6 * TimeSpan.TicksPerHour;
    private const int Remembered = 64;
    private readonly TimeZoneInfo _zone;
    private readonly long[] _missing;
    private readonly long[] _days = new long[Remembered];
    private readonly long[] _starts = new long[Remembered];
    private long[] _fixedDays = [];
    private long[] _fixedStarts = [];
    private (long Day, long Start, long End) _last = (0, 0, long.MinValue);

    public LocalDays(TimeZoneInfo zone)
    {
        _zone = zone;
        _missing = MissingDates(zone);
        Array.Fill(_days, long.MinValue);
    }

    public string ZoneId => _zone.Id;

    /// <summary>The number of the day of the Unix epoch, by the zone's own calendar.</summary>
    public long Epoch => NumberOf(DateTime.UnixEpoch.Ticks / Day);

    /// <summary>The number of the day that an instant falls into.</summary>
    public long DayOf(long ticks)
    {
        if (ticks >= _last.Start && ticks < _last.End)
        {
            return _last.Day;
        }

        var day = NumberOf(FloorDivide(ticks + OffsetAt(_zone, ticks), Day));
        while (StartOf(day) > ticks)
        {
            day--;
        }

        while (StartOf(day + 1) <= ticks)
        {
            day++;
        }

        _last = (day, StartOf(day), StartOf(day + 1));
        return day;
    }

    /// <summary>The first instant of a day.</summary>
    public long StartOf(long day)
    {
        var slot = (int)(day & (Remembered - 1));
        if (_days[slot] != day)
        {
            _starts[slot] = Find(day);
            _days[slot] = day;
        }

        return _starts[slot];
    }

    /// <summary>Writes the zone, and where these days start.</summary>
    public void Snapshot(SnapshotWriter writer, IEnumerable<long> edges)
    {
        writer.WriteString(ZoneId);
        var days = new SortedSet<long>(edges);
        writer.WriteCount(days.Count);
        foreach (var day in days)
        {
            writer.WriteInt64(day);
            writer.WriteInt64(StartOf(day));
        }
    }

    /// <summary>Refuses another zone, and fixes where the snapshot says that days start.</summary>
    public void Restore(SnapshotReader reader)
    {
        var id = reader.ReadString();
        if (id != ZoneId)
        {
            throw new SnapshotException($"The snapshot was made with days of {id}, not of {ZoneId}.");
        }

        var (days, starts) = (new List<long>(), new List<long>());
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (day, start) = (reader.ReadInt64(), reader.ReadInt64());
            var (least, greatest) = (-DateTimeOffset.MaxValue.Ticks / Day, DateTimeOffset.MaxValue.Ticks / Day * 2);
            if (day < least || day > greatest
                || Int128.Abs((Int128)start - StartByRules(day)) > 2 * Day
                || (days.Count != 0 && (day <= days[^1] || start - starts[^1] < day - days[^1])))
            {
                throw new SnapshotException($"Day {day} cannot start at tick {start}: the snapshot is damaged.");
            }

            days.Add(day);
            starts.Add(start);
        }

        (_fixedDays, _fixedStarts) = ([.. days], [.. starts]);
        _last = (0, 0, long.MinValue);
        Array.Fill(_days, long.MinValue);
    }

    /// <summary>Divides and rounds down.</summary>
    public static long FloorDivide(long dividend, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    private long Find(long day)
    {
        var after = Array.BinarySearch(_fixedDays, day);
        if (after >= 0)
        {
            return _fixedStarts[after];
        }

        after = ~after;
        var start = StartByRules(day);
        if (after > 0)
        {
            start = Math.Max(start, _fixedStarts[after - 1] + day - _fixedDays[after - 1]);
        }

        return after < _fixedDays.Length
            ? Math.Min(start, _fixedStarts[after] - (_fixedDays[after] - day))
            : start;
    }

    private long StartByRules(long day) => FirstInstantOf(_zone, DateOf(day));

    // Dates are days since 0001-01-01 by the calendar; numbers leave out those that did not exist.
    private long NumberOf(long date)
    {
        var number = date;
        foreach (var missing in _missing)
        {
            number -= missing < date ? 1 : 0;
        }

        return number;
    }

    private long DateOf(long number)
    {
        var date = number;
        foreach (var missing in _missing)
        {
            date += missing <= date ? 1 : 0;
        }

        return date;
    }

    /// <summary>The first instant at which a clock of the zone shows a date or a later one.</summary>
    private static long FirstInstantOf(TimeZoneInfo zone, long date)
    {
        var midnight = date * Day;
        var ticks = midnight - MaxOffset;
        var offset = OffsetAt(zone, ticks);
        while (true)
        {
            var next = ticks + Step;
            if (OffsetAt(zone, next) == offset)
            {
                if (midnight - offset <= next)
                {
                    return midnight - offset;
                }

                ticks = next;
                continue;
            }

            ticks = ChangeBetween(zone, ticks, next);
            if (midnight - offset < ticks)
            {
                return midnight - offset;
            }

            offset = OffsetAt(zone, ticks);
            if (ticks + offset >= midnight)
            {
                return ticks;
            }
        }
    }

    private static long ChangeBetween(TimeZoneInfo zone, long before, long after)
    {
        var offset = OffsetAt(zone, before);
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            (before, after) = OffsetAt(zone, middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }

    private static long OffsetAt(TimeZoneInfo zone, long ticks) => zone.GetUtcOffset(
        new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks;

    /// <summary>
    /// The dates that no clock of the zone has shown, such as 30 December 2011 in Samoa, which crossed the date line.
    /// It takes a leap of a day, and those are where one rule of the zone ends and another begins.
    /// </summary>
    private static long[] MissingDates(TimeZoneInfo zone)
    {
        var missing = new SortedSet<long>();
        foreach (var rule in zone.GetAdjustmentRules())
        {
            AddMissing(rule.DateStart.Ticks / Day);
            AddMissing(rule.DateEnd.Ticks / Day);
        }

        return [.. missing];

        void AddMissing(long around)
        {
            var (from, to) = (around - 2, around + 2);
            if (OffsetAt(zone, to * Day) - OffsetAt(zone, from * Day) < Day / 2)
            {
                return;
            }

            for (var date = from; date <= to; date++)
            {
                if (FirstInstantOf(zone, date) == FirstInstantOf(zone, date + 1))
                {
                    missing.Add(date);
                }
            }
        }
    }
}
