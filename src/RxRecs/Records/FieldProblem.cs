using System.Text;

namespace RxRecs;

/// <summary>Says in words what is wrong with a field.</summary>
internal static class FieldProblem
{
    private const int MaxShown = 64;

    /// <summary>Gives the field, its text as far as it can be shown in a line, and the problem.</summary>
    public static string Describe(string field, ReadOnlySpan<byte> text, string problem) =>
        text.IsEmpty ? $"{field} {problem}" : $"{field} '{Show(text)}' {problem}";

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
