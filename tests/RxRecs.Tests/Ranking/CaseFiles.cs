using System.Globalization;
using System.Text.Json;
using RxRecs.Interactions;

namespace RxRecs.Tests.Ranking;

/// <summary>The acceptance cases and the data beside the repository, read with no reader of the library.</summary>
internal static class CaseFiles
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    public static string Root { get; } = FindRoot();

    public static JsonElement Expected(string system) => Json(Path.Combine(Root, "tests", "cases", system + "_expected.json"));

    public static IReadOnlyList<Interaction> Input(string system) =>
        [.. Rows(Path.Combine(Root, "tests", "cases", system + "_input.csv")).Select(ToInteraction)];

    /// <summary>The path of a file of real data; the test is skipped where it is absent.</summary>
    public static string RealData(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Root, "..", "shared", "data", .. parts]));
        if (!File.Exists(path))
        {
            Assert.Ignore($"{path} is not there: real data is not part of the repository.");
        }

        return path;
    }

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

            yield return header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        }
    }

    public static Interaction ToInteraction(Dictionary<string, string> row) => new(
        DateTimeOffset.ParseExact(row["event_time"], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
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

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RxRecs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("RxRecs.sln is in no folder above the tests.");
    }
}
