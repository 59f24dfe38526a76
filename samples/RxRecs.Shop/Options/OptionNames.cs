using System.Text.RegularExpressions;
using RxRecs.Kafka;

namespace RxRecs.Shop.Options;

/// <summary>Names options of the command line where the library names properties of its own.</summary>
internal static partial class OptionNames
{
    /// <summary>Puts the options into a text in which the library names what mends a row or raises a limit.</summary>
    public static string NameOptions(string text) => PropertyAndOption().Replace(text, "with ${option}")
        .Replace($"({nameof(RecordLimitOptions)}.{nameof(RecordLimitOptions.MaxValueSize)})", "(--max-value-size)")
        .Replace($"({nameof(RecordLimitOptions)}.{nameof(RecordLimitOptions.MaxKeySize)})", "(--max-key-size)")
        .Replace($"({nameof(RecordLimitOptions)}.{nameof(RecordLimitOptions.MaxHeaders)})", "(--max-headers)")
        .Replace($"({nameof(RecordLimitOptions)}.{nameof(RecordLimitOptions.MaxHeaderSize)})", "(--max-header-size)");

    // The value of the option may stand in quotes, and then hold a parenthesis.
    [GeneratedRegex(
        @"with (?:AllowShortRows|Kinds|Layout|NullMarkers|Quote|TimeUnit) \((?<option>--(?:'[^']*'|[^')])*)\)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PropertyAndOption();
}
