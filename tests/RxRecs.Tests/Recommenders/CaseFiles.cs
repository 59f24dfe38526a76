using System.Globalization;
using System.Text.Json;

namespace RxRecs.Tests.Recommenders;

/// <summary>The acceptance cases and the rows of real data, read with no reader of the library.</summary>
internal static class CaseFiles
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    public static JsonElement Expected(string system) => Json(Repository.Case(system + "_expected.json"));

    public static IReadOnlyList<Interaction> Input(string system) =>
        [.. Rows(Repository.Case(system + "_input.csv")).Select(ToInteraction)];

    public static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    public static IEnumerable<Dictionary<string, string>> Rows(string path)
    {
        var lines = File.ReadLines(path);
        string[]? header = null;
        foreach (var line in lines)
        {
            var fields = line.Split(',');
            if (header is null)
            {
                header = fields;
                continue;
            }

            yield return header.Zip(fields)
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        }
    }

    public static Interaction ToInteraction(Dictionary<string, string> row) => new(
        DateTimeOffset.ParseExact(
            row["event_time"], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        row["event_type"] switch
        {
            "view" => InteractionKind.View,
            "cart" => InteractionKind.Cart,
            "remove_from_cart" => InteractionKind.Remove,
            _ => InteractionKind.Purchase,
        },
        Number(row["user_id"]),
        Number(row["product_id"]))
    {
        CategoryPath = OrNull(row["category_code"]),
        Brand = OrNull(row["brand"]),
        Price = row.TryGetValue("price", out var price) ? decimal.Parse(price, CultureInfo.InvariantCulture) : null,
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
