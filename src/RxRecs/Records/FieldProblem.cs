using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace RxRecs;

/// <summary>Says in words what is wrong with a field.</summary>
internal static class FieldProblem
{
    /// <summary>Says what to do about text in another encoding.</summary>
    public const string Utf8Advice = "; save the file, or write the records, as UTF-8";

    private const int MaxShown = 64;

    /// <summary>Gives the field, its text as far as it can be shown in a line, and the problem.</summary>
    public static string Describe(string field, ReadOnlySpan<byte> text, string problem) =>
        text.IsEmpty ? $"{field} {problem}" : $"{field} '{Show(text)}' {problem}";

    /// <summary>Says why a text is no name.</summary>
    public static string OfName(ReadOnlySpan<byte> text) => !Utf8.IsValid(text) ? "is not UTF-8" + Utf8Advice
        : ControlCharacters.AreIn(text) ? "has control characters"
        : "is longer than 4 KiB";

    /// <summary>Says how to name a text without a digit, where a number was expected, a marker of nothing; empty where
    /// there are digits.</summary>
    public static string AdviseMarker(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)'0', (byte)'9') ? ""
        : $"; if it stands for nothing, say so with NullMarkers (--null-markers {Show(text)})";

    /// <summary>Gives the reason why something is not JSON, without the parser's advice to programmers.</summary>
    public static string OfJson(JsonException error) =>
        error.Message.Replace(" Change the reader options.", "", StringComparison.Ordinal);

    /// <summary>Text for a message: one line, not long, without control characters.</summary>
    public static string Show(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxShown)]);
        var line = string.Create(shown.Length, shown, (letters, all) =>
        {
            for (var i = 0; i < all.Length; i++)
            {
                letters[i] = char.IsControl(all[i]) ? '\uFFFD' : all[i];
            }
        });
        return text.Length > MaxShown ? line + "..." : line;
    }
}
