using System.Globalization;

namespace RxRecs;

/// <summary>
/// Reads the dates of ISO 8601 other than <c>2024-05-01</c>: the basic form (<c>20240501</c>), ordinal dates
/// (<c>2024-122</c>) and dates of weeks (<c>2024-W18-3</c>, <c>2024W183</c>). Eight digits alone could also be a
/// number, and are a date from 1900 to 2199 only: as milliseconds they would lie in the first day of 1970, as seconds
/// before 1974.
/// </summary>
internal static class DateText
{
    private const int BasicLength = 8;
    private const int WeekLength = 10;
    private const int DaysPerWeek = 7;

    /// <summary>Reads a date that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ticks">The midnight with which the date begins, in ticks.</param>
    /// <param name="length">The number of bytes of the text that are the date.</param>
    /// <returns>True if the text begins with a date.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks, out int length)
    {
        ticks = 0;
        length = BasicLength;
        if (text.Length < BasicLength || !TryParseNumber(text[..4], out var year) || year == 0
            || (text.Length > BasicLength && char.IsAsciiDigit((char)text[BasicLength])))
        {
            return false;
        }

        if (text[4] == '-' && text[5] == 'W')
        {
            length = WeekLength;
            return text.Length >= WeekLength && text[8] == '-'
                && TryParseNumber(text[6..8], out var week) && TryParseNumber(text[9..10], out var weekday)
                && TryGetDayOfWeek(year, week, weekday, out ticks);
        }

        return text[4] == 'W'
            ? TryParseNumber(text[5..7], out var basicWeek) && TryParseNumber(text[7..8], out var basicDay)
                && TryGetDayOfWeek(year, basicWeek, basicDay, out ticks)
            : text[4] == '-'
                ? TryParseNumber(text[5..8], out var day) && TryGetDayOfYear(year, day, out ticks)
                : (text.Length > BasicLength || year is >= 1900 and < 2200) && TryGetDay(text, year, out ticks);
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }

    private static bool TryGetDay(ReadOnlySpan<byte> text, int year, out long ticks)
    {
        ticks = 0;
        if (!TryParseNumber(text[4..6], out var month) || !TryParseNumber(text[6..8], out var day)
            || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    private static bool TryGetDayOfYear(int year, int day, out long ticks)
    {
        ticks = new DateTime(year, 1, 1).Ticks + ((day - 1) * TimeSpan.TicksPerDay);
        return day >= 1 && day <= (DateTime.IsLeapYear(year) ? 366 : 365);
    }

    private static bool TryGetDayOfWeek(int year, int week, int day, out long ticks)
    {
        ticks = ISOWeek.GetYearStart(year).Ticks
            + ((((week - 1) * DaysPerWeek) + day - 1) * TimeSpan.TicksPerDay);
        return week >= 1 && week <= ISOWeek.GetWeeksInYear(year) && day is >= 1 and <= DaysPerWeek
            && ticks <= DateTime.MaxValue.Ticks;
    }
}
