namespace RxRecs.Shop.Output;

/// <summary>
/// Text for a terminal. What comes from a file may hold control codes, which could clear or rewrite the reader's
/// screen; they are shown as dots.
/// </summary>
internal static class Plain
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(IsControl))
        {
            return text ?? "";
        }

        return string.Concat(text.Select(c => IsControl(c) ? '·' : c));
    }

    /// <summary>The same, on one line and cut at a length.</summary>
    public static string Short(string text, int length) =>
        Of(text.Length <= length ? text : text[..(length - 1)] + "…").Replace('\n', ' ');

    /// <summary>Gives a number of things; their name takes an s from two on.</summary>
    public static string Count(long count, string thing) => $"{count:#,0} {thing}{(count == 1 ? "" : "s")}";

    private static bool IsControl(char c) => char.IsControl(c) && c != '\n';
}
