using System.Net;

namespace RxRecs.Analytics;

/// <summary>Text within a page: what comes from a file becomes neither markup nor control codes.</summary>
internal static class Html
{
    public static string Text(string? text) => WebUtility.HtmlEncode(InsightText.Plain(text ?? ""));

    /// <summary>A name from a file: letters that run from right to left do not turn what stands beside it.</summary>
    public static string Name(string? text) => $"<bdi>{Text(text)}</bdi>";
}
