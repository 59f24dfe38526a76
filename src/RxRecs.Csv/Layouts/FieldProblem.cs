using System.Text;

namespace RxRecs.Csv.Layouts;

/// <summary>Says in words what is wrong with a field.</summary>
internal static class FieldProblem
{
    private const int MaxShown = 64;

    public static string Time(string column, ReadOnlySpan<byte> text, string form) =>
        Describe(column, text, text.IsEmpty ? "is empty" : $"is not a time ({form})");

    public static string Kind(string column, ReadOnlySpan<byte> text, string kinds) =>
        Describe(column, text, text.IsEmpty ? "is empty" : $"is not one of {kinds}");

    public static string Text(string column, ReadOnlySpan<byte> text) => Describe(column, text, "is not UTF-8");

    /// <summary>The column, the field's text as far as it can be shown in a line, and the problem.</summary>
    public static string Describe(string column, ReadOnlySpan<byte> text, string problem) =>
        text.IsEmpty ? $"{column} {problem}" : $"{column} '{Show(text)}' {problem}";

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
