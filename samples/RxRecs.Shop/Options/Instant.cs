using System.Globalization;

namespace RxRecs.Shop.Options;

/// <summary>A point in time on the command line, in UTC unless it says otherwise.</summary>
internal static class Instant
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-ddTHH:mm",
            "yyyy-MM-ddTHH:mm:ssK"];

    public static bool TryParse(string text, out DateTimeOffset instant, out string problem)
    {
        problem = $"'{text}' is not a date; expected 2019-11-01 or '2019-11-01 12:30:00' (UTC).";
        return DateTimeOffset.TryParseExact(
            text, Formats, null, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}
