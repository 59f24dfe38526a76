using System.Globalization;

namespace RxRecs.Shop.Options;

/// <summary>
/// A length of time on the command line: a number and a unit, <c>90s</c>, <c>15m</c>, <c>6h</c>, <c>7d</c>, <c>2w</c>.
/// </summary>
/// <param name="Span">The length.</param>
internal readonly record struct Duration(TimeSpan Span)
{
    private const string Expected = "a number and a unit: 90s, 15m, 6h, 7d or 2w";

    /// <summary>Reads a length, or says what is wrong with it.</summary>
    public static bool TryParse(string text, out Duration duration, out string problem)
    {
        duration = default;
        problem = $"'{text}' is not a length of time; expected {Expected}.";
        var seconds = UnitOf(text);
        if (seconds == 0
            || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, null, out var number))
        {
            return false;
        }

        if (number * seconds > 100 * 365 * 86_400.0)
        {
            problem = $"'{text}' is more than a hundred years.";
            return false;
        }

        duration = new Duration(TimeSpan.FromSeconds(number * seconds));
        return true;
    }

    /// <summary>The same for a length that must not be nothing.</summary>
    public static bool TryParsePositive(string text, out Duration duration, out string problem)
    {
        if (!TryParse(text, out duration, out problem))
        {
            return false;
        }

        problem = $"'{text}' is no time at all.";
        return duration.Span > TimeSpan.Zero;
    }

    public override string ToString() => Span switch
    {
        { Ticks: 0 } => "0s",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => $"{Span.TotalDays}d",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => $"{Span.TotalHours}h",
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => $"{Span.TotalMinutes}m",
        _ => $"{Span.TotalSeconds}s",
    };

    private static int UnitOf(string text) => text.Length < 2 ? 0 : text[^1] switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 7 * 86_400,
        _ => 0,
    };
}
