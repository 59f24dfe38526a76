using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Reads event times: <c>2019-11-01 00:00:00 UTC</c>, also with a <c>T</c> between, without seconds, with a fraction,
/// <c>Z</c>, an offset (<c>+02:00</c>, <c>+0200</c>, <c>+02</c>) or nothing behind (then it is UTC). Neighbouring rows
/// mostly share their day, so the last day is remembered.
/// </summary>
internal struct EventTimeText
{
    private const int DayLength = 10;
    private const int MinuteLength = 16;
    private const int SecondLength = 19;
    private ulong _day;
    private ushort _dayEnd;
    private long _dayTicks;

    /// <summary>Reads a time.</summary>
    /// <returns>Whether it is one.</returns>
    public bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < MinuteLength || !TryParseDay(text))
        {
            return false;
        }

        var hasSeconds = text.Length >= SecondLength && text[MinuteLength] == ':';
        var (hour, minute) = (Digits.Two(text, 11), Digits.Two(text, 14));
        var second = hasSeconds ? Digits.Two(text, 17) : 0;
        if (hour > 23 || minute > 59 || second > 59
            || text[13] != ':' || text[10] is not ((byte)' ' or (byte)'T'))
        {
            return false;
        }

        ticks = _dayTicks + (((((hour * 60) + minute) * 60) + second) * TimeSpan.TicksPerSecond);
        var rest = text[(hasSeconds ? SecondLength : MinuteLength)..];
        return rest.SequenceEqual(" UTC"u8)
            || ((hasSeconds || rest is not [(byte)'.', ..]) && TryAddRest(rest, ref ticks));
    }

    /// <summary>Reads seconds since 1970 with up to seven decimals; more are cut off.</summary>
    public static bool TryParseSeconds(ReadOnlySpan<byte> text, out long ticks) =>
        TryParseUnix(text, TimeSpan.TicksPerSecond, out ticks);

    /// <summary>Reads milliseconds since 1970.</summary>
    public static bool TryParseMilliseconds(ReadOnlySpan<byte> text, out long ticks) =>
        TryParseUnix(text, TimeSpan.TicksPerMillisecond, out ticks);

    private static bool TryParseUnix(ReadOnlySpan<byte> text, long unit, out long ticks)
    {
        ticks = 0;
        long fraction = 0;
        var point = text.IndexOf((byte)'.');
        if (point >= 0 && !TryParseFraction(text[(point + 1)..], unit, out fraction))
        {
            return false;
        }

        var whole = point < 0 ? text : text[..point];
        if (WholeNumberText.Parse(whole, out var count) is not null
            || count > (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / unit)
        {
            return false;
        }

        ticks = DateTime.UnixEpoch.Ticks + (count * unit) + fraction;
        return ticks <= DateTime.MaxValue.Ticks;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, long unit, out long ticks)
    {
        ticks = 0;
        foreach (var letter in text)
        {
            var digit = (uint)letter - '0';
            if (digit > 9)
            {
                return false;
            }

            unit /= 10;
            ticks += digit * unit;
        }

        return !text.IsEmpty;
    }

    private static bool TryAddRest(ReadOnlySpan<byte> rest, ref long ticks)
    {
        if (rest is [(byte)'.', ..])
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

        return rest.IsEmpty
            || rest.SequenceEqual(" UTC"u8)
            || rest.SequenceEqual("Z"u8)
            || TryAddOffset(rest, ref ticks);
    }

    private static bool TryAddOffset(ReadOnlySpan<byte> rest, ref long ticks)
    {
        if (rest is not ([(byte)'+' or (byte)'-', _, _] or [(byte)'+' or (byte)'-', _, _, _, _]
            or [(byte)'+' or (byte)'-', _, _, (byte)':', _, _]))
        {
            return false;
        }

        var hours = Digits.Two(rest, 1);
        var minutes = rest.Length == 3 ? 0 : Digits.Two(rest, rest.Length - 2);
        if (hours > 14 || minutes > 59)
        {
            return false;
        }

        var offset = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute;
        ticks += rest[0] == '-' ? offset : -offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

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
