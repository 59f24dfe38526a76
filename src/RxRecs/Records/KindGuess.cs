using System.Text;

namespace RxRecs;

/// <summary>Guesses which kind an unknown text may mean, for advice alone: no row is read by it.</summary>
internal static class KindGuess
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["view"] = "view",
        ["views"] = "view",
        ["viewed"] = "view",
        ["viewitem"] = "view",
        ["productview"] = "view",
        ["pageview"] = "view",
        ["detail"] = "view",
        ["click"] = "view",
        ["clicks"] = "view",
        ["cart"] = "cart",
        ["carts"] = "cart",
        ["addtocart"] = "cart",
        ["basket"] = "cart",
        ["addtobasket"] = "cart",
        ["removefromcart"] = "remove_from_cart",
        ["removefrombasket"] = "remove_from_cart",
        ["remove"] = "remove_from_cart",
        ["purchase"] = "purchase",
        ["purchases"] = "purchase",
        ["purchased"] = "purchase",
        ["transaction"] = "purchase",
        ["order"] = "purchase",
        ["orders"] = "purchase",
        ["buy"] = "purchase",
        ["sale"] = "purchase",
    };

    private static readonly string All = string.Join(", ", ShopColumns.KnownKinds.Keys) + ", none";

    /// <summary>Gives the option that names the kind which a text is likely to mean.</summary>
    public static string Advise(ReadOnlySpan<byte> text)
    {
        var kind = Of(text);
        return $"--kind-map {Quote(FieldProblem.Show(text), kind ?? "KIND")}{(kind is null ? ", one of " + All : "")}";
    }

    // As a shell takes it, and with a comma that does not end it.
    private static string Quote(string text, string kind) =>
        text.Contains(',') || text.StartsWith('"') ? $"'\"{text.Replace("\"", "\"\"")}\"={kind}'"
        : text.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or ':' or '/')
            ? $"{text}={kind}"
        : $"'{text}={kind}'";

    private static string? Of(ReadOnlySpan<byte> text) => Names.GetValueOrDefault(string.Concat(
        Encoding.UTF8.GetString(text).Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)));
}
