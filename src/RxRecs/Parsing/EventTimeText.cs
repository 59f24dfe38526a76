using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Reads event times: <c>2019-11-01 00:00:00 UTC</c>, and what programs make of ISO 8601: a <c>T</c> between, a
/// fraction, no seconds, no time of day at all, the end of a day (<c>24:00</c>), a leap second (<c>23:59:60</c>, the
/// first instant of the next minute), dates as <see cref="DateText"/> knows them; behind it <c>Z</c>, <c>UTC</c>, an
/// offset of one of the usual lengths, with a blank before it or not, or nothing. Neighboring rows mostly share their
/// day, so the last day is remembered.
/// </summary>
internal struct EventTimeText
{
    private const int DayLength = 10;
    private const int SecondLength = 19;
    private const int SecondsDigits = 10;
    private const int SecondDecimals = 7;
    private const int MaxDigits = 19;
    private const long NanosecondsPerTick = 100;
    private ulong _day;
    private ushort _dayEnd;
    private long _dayTicks;

    /// <summary>Reads a time; one that names no zone is in UTC.</summary>
    /// <returns>True if the text is a time.</returns>
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks) => TryParse(text, out ticks, out _);

    /// <summary>Reads a time and says whether it names its zone; without one the ticks are as if it were UTC.</summary>
    /// <returns>True if the text is a time.</returns>
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks, out bool hasZone)
    {
        ticks = 0;
        hasZone = true;
        if (text.Length < SecondLength || !TryParseDay(text))
        {
            return TryParseShort(text, out ticks, out hasZone);
        }

        var (hour, minute, second) = (Digits.Two(text, 11), Digits.Two(text, 14), Digits.Two(text, 17));
        if (hour > 23 || minute > 59 || second > 59
            || text[13] != ':' || text[16] != ':' || text[10] is not ((byte)' ' or (byte)'T'))
        {
            return TryParseShort(text, out ticks, out hasZone);
        }

        ticks = _dayTicks + (((((hour * 60) + minute) * 60) + second) * TimeSpan.TicksPerSecond);
        var rest = text[SecondLength..];
        return rest.SequenceEqual(" UTC"u8) || TryAddRest(rest, ref ticks, out hasZone);
    }

    /// <summary>Reads milliseconds since 1970.</summary>
    public static bool TryParseMilliseconds(ReadOnlySpan<byte> text, out long ticks) =>
        TryParseUnix(text, TimeSpan.TicksPerMillisecond, out ticks);

    /// <summary>Reads a number of units since 1970; decimals below a tick are cut off.</summary>
    /// <param name="text">The number.</param>
    /// <param name="unit">The number of ticks of a unit; 0 for nanoseconds, of which a tick has a hundred.</param>
    /// <param name="ticks">The time.</param>
    /// <returns>True if the text is a number.</returns>
    public static bool TryParseUnix(ReadOnlySpan<byte> text, long unit, out long ticks)
    {
        ticks = 0;
        if (!TryParseSpan(text, unit, out var span) || span > DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks)
        {
            return false;
        }

        ticks = DateTime.UnixEpoch.Ticks + span;
        return true;
    }

    /// <summary>Reads a number of units, as <see cref="TryParseUnix"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseSpan(ReadOnlySpan<byte> text, long unit, out long ticks) =>
        !HasPoint(text) && Digits.TryParse(text, out var count) && text.Length <= MaxDigits && count <= long.MaxValue
            ? TryScale((long)count, unit, out ticks)
            : TryParseAny(text, unit, out ticks);

    // Seconds of our days have ten digits, so that a point is mostly found at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasPoint(ReadOnlySpan<byte> text) => text.Length > SecondsDigits && text[SecondsDigits] == '.';

    // A time is at most half of what a number holds, which leaves room for a fraction.
    private static bool TryScale(long count, long unit, out long ticks)
    {
        if (unit == 0)
        {
            ticks = count / NanosecondsPerTick;
            return true;
        }

        return Math.BigMul(count, unit, out ticks) == 0 && ticks is >= 0 and <= long.MaxValue / 2;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryParseAny(ReadOnlySpan<byte> text, long unit, out long ticks)
    {
        ticks = 0;
        long fraction = 0;
        var point = HasPoint(text) ? SecondsDigits : text.IndexOf((byte)'.');
        var whole = text;
        if (point >= 0 && TryParseFraction(text[(point + 1)..], unit, out fraction))
        {
            whole = text[..point];
        }
        else if (point >= 0 && text.IndexOfAny((byte)'e', (byte)'E') < 0)
        {
            return false;
        }

        if (WholeNumberText.Parse(whole, out var count) is not null || !TryScale(count, unit, out ticks))
        {
            return false;
        }

        ticks += fraction;
        return true;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, long unit, out long ticks)
    {
        if (unit == TimeSpan.TicksPerSecond && text.Length <= SecondDecimals && Digits.TryParse(text, out var value))
        {
            ticks = (long)(value * Digits.PowersOfTen[SecondDecimals - text.Length]);
            return true;
        }

        ticks = 0;
        foreach (var letter in text)
        {
            var digit = (uint)letter - '0';
            if (digit > 9)
            {
                ticks = 0;
                return false;
            }

            unit /= 10;
            ticks += digit * unit;
        }

        return !text.IsEmpty;
    }

    private static bool TryAddRest(ReadOnlySpan<byte> rest, ref long ticks, out bool hasZone)
    {
        hasZone = false;
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var length = 1;
            while (length < rest.Length && char.IsAsciiDigit((char)rest[length]))
            {
                length++;
            }

            if (!TryParseFraction(rest[1..length], TimeSpan.TicksPerSecond, out var fraction))
            {
                return false;
            }

            ticks += fraction;
            rest = rest[length..];
        }

        return TryAddZone(rest, ref ticks, out hasZone);
    }

    private static bool TryAddZone(ReadOnlySpan<byte> rest, ref long ticks, out bool hasZone)
    {
        rest = rest is [(byte)' ', ..] ? rest[1..] : rest;
        hasZone = !rest.IsEmpty;
        return rest.IsEmpty
            || rest.SequenceEqual("Z"u8)
            || rest.SequenceEqual("z"u8)
            || rest.SequenceEqual("UTC"u8)
            || rest.SequenceEqual("GMT"u8)
            || TryAddOffset(rest, ref ticks);
    }

    // +02, +0200 and +02:00.
    private static bool TryAddOffset(ReadOnlySpan<byte> rest, ref long ticks)
    {
        if (rest.Length is not (3 or 5 or 6) || rest[0] is not ((byte)'+' or (byte)'-')
            || (rest.Length == 6 && rest[3] != ':'))
        {
            return false;
        }

        var (hours, minutes) = (Digits.Two(rest, 1), rest.Length == 3 ? 0 : Digits.Two(rest, rest.Length - 2));
        if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
        {
            return false;
        }

        var offset = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute;
        ticks += rest[0] == '-' ? offset : -offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary>Reads the forms that are seldom: another date than year, month and day, the basic form, no seconds, no
    /// time of day, an end of day, a leap second, or a small <c>t</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryParseShort(ReadOnlySpan<byte> text, out long ticks, out bool hasZone)
    {
        ticks = 0;
        hasZone = false;
        if (!TryParseDate(text, out var length))
        {
            return false;
        }

        text = text[length..];
        if (text is [(byte)'T' or (byte)'t' or (byte)' ', >= (byte)'0' and <= (byte)'9', ..])
        {
            return TryParseTime(text[1..], out ticks, out hasZone);
        }

        ticks = _dayTicks;
        return TryAddZone(text, ref ticks, out hasZone);
    }

    private bool TryParseDate(ReadOnlySpan<byte> text, out int length)
    {
        if (DateText.TryParse(text, out var ticks, out length))
        {
            (_day, _dayTicks) = (0, ticks);
            return true;
        }

        length = DayLength;
        return text.Length >= DayLength && TryParseDay(text);
    }

    private readonly bool TryParseTime(ReadOnlySpan<byte> text, out long ticks, out bool hasZone)
    {
        ticks = 0;
        hasZone = false;
        Span<uint> parts = [0, 0, 0];
        var count = 0;
        for (; count < 3 && text.Length >= 2; count++)
        {
            var colon = count > 0 && text[0] == ':' ? 1 : 0;
            if (text.Length < colon + 2 || Digits.Two(text, colon) > 60)
            {
                break;
            }

            parts[count] = Digits.Two(text, colon);
            text = text[(colon + 2)..];
        }

        // A leap second ends a day of UTC, and so a quarter of an hour anywhere.
        var isEndOfDay = parts[0] == 24 && parts[1] + parts[2] == 0 && !HasFraction(text);
        if (count < 2 || (parts[0] > 23 && !isEndOfDay) || parts[1] > 59 || (parts[2] == 60 && parts[1] % 15 != 14))
        {
            return false;
        }

        ticks = _dayTicks + (((((parts[0] * 60) + parts[1]) * 60L) + parts[2]) * TimeSpan.TicksPerSecond);
        return (count == 3 ? TryAddRest(text, ref ticks, out hasZone) : TryAddZone(text, ref ticks, out hasZone))
            && ticks <= DateTime.MaxValue.Ticks;
    }

    private static bool HasFraction(ReadOnlySpan<byte> text) =>
        text.TrimStart(".,0"u8) is [>= (byte)'1' and <= (byte)'9', ..];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryParseDay(ReadOnlySpan<byte> text)
    {
        var day = BinaryPrimitives.ReadUInt64LittleEndian(text);
        var dayEnd = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        return (day == _day && dayEnd == _dayEnd && day != 0) || TryParseNewDay(text[..DayLength], day, dayEnd);
    }

    private bool TryParseNewDay(ReadOnlySpan<byte> text, ulong day, ushort dayEnd)
    {
        var (century, years) = (Digits.Two(text, 0), Digits.Two(text, 2));
        var (month, date) = (Digits.Two(text, 5), Digits.Two(text, 8));
        if (century > 99 || years > 99 || century + years == 0
            || month is < 1 or > 12 || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        var year = (int)((century * 100) + years);
        if (date < 1 || date > DateTime.DaysInMonth(year, (int)month))
        {
            return false;
        }

        _dayTicks = new DateTime(year, (int)month, (int)date, 0, 0, 0, DateTimeKind.Utc).Ticks;
        (_day, _dayEnd) = (day, dayEnd);
        return true;
    }
}
