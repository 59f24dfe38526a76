using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RxRecs.Csv.Tests;

/// <summary>Makes column maps, and rows for them of good, odd and hostile fields, from a seed.</summary>
internal sealed class MapFuzz(Random random)
{
    private static readonly string[] Fields =
    [
        "time", "kind", "item", "user", "session", "category", "categoryPath", "brand", "price", "quantity", "elapsed",
    ];

    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"];

    private static readonly string[] Odd =
    [
        "", " ", "NULL", "NA", "nan", "\\N", "0", "-0", "-1", "1e5", "1.5e+18", "1.4875800092865987e+18", "007", "1,5",
        "1.234,5",
        "1'000", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "99999999999999999999", "1e999",
        "0.0000001", "true", "\"", "\"\"", "a\"b", "it's", "x,y;z|w", "\t", "\u0001", "\u007f", "é", "日本", "\U0001F600",
        "+5", ".5", "5.", "--", "NaN", "Infinity", "2024-02-30", "0001-01-01", "9999-12-31T23:59:59.9999999Z",
        "1969-12-31", "2024-03-31 02:30:00", "24:00", "[1]", "{}", "view", "VIEW",
        new('7', 300), new('x', 5000),
    ];

    private static readonly Dictionary<string, string[]> Good = new()
    {
        ["time"] =
        [
            "2024-05-01T10:00:00Z", "2024-05-01 10:00", "2024-05-01", "2024-05-01T10:00:00.123+02:00", "1714550400",
            "1714550400000", "1714550400000000", "01.05.2024 10:00", "2024-10-27 02:30:00", "20240501T100000+0200",
        ],
        ["kind"] = ["view", "cart", "Buy", "remove_from_cart", "purchase", "search", "gift"],
        ["price"] = ["1.5", "1,50", "12", "0", "1 234.50", "-3"],
        ["quantity"] = ["1", "2", "-1", "0", "3.0"],
        ["elapsed"] = ["0", "86399999", "-5", "2.5"],
    };

    private static readonly string[] Ids = ["1", "5802432.0", "SKU-1/42", "000123", "a b", "5e0c", "ÄÖ"];

    /// <summary>The fields that the map has.</summary>
    public IReadOnlyList<string> Named { get; private set; } = [];

    /// <summary>The columns of the map, each in the place of its field.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Makes a map.</summary>
    /// <param name="column">Gives a field's column.</param>
    public ShopColumns Map(Func<string, string> column)
    {
        Named = [.. Fields.Where(field => field is "time" or "item" || Draw(2))];
        Columns = [.. Named.Select(column)];
        var members = Named.Zip(Columns).ToDictionary(pair => pair.First, object? (pair) => pair.Second);
        AddTime(members);
        if (Draw(2))
        {
            members["kinds"] = new Dictionary<string, string?>
            {
                ["Buy"] = "purchase",
                ["view"] = "view",
                ["gift"] = null,
            };
            members["refuseOtherKinds"] = Draw(2);
        }

        members["defaultKind"] = Draw(2) ? "cart" : "view";
        members["decimalSign"] = Draw(2) ? "." : ",";
        members["refuseRoundedIds"] = Draw(2);
        if (Draw(3))
        {
            members["nullMarkers"] = new[] { "0", "nichts" };
        }

        return ShopColumns.Parse(JsonSerializer.Serialize(members));
    }

    /// <summary>Makes the texts of a row, one for each field of the map.</summary>
    public string[] Row(int oddness) => [.. Named.Select(field => Text(field, oddness))];

    /// <summary>A field of a table: quoted where need be, and sometimes where not.</summary>
    public string Quoted(string text, char delimiter) =>
        text.Contains(delimiter) || text.Contains('"') || Draw(5) ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    /// <summary>A value of JSON: a text, or a number or word where the text is one.</summary>
    public string Json(string text) =>
        Draw(2) && IsPlainJson(text) ? text : JsonSerializer.Serialize(text);

    public bool Draw(int of) => random.Next(of) == 0;

    public T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private static bool IsPlainJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return !text.Contains(' ');
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string Text(string field, int oddness)
    {
        if (oddness > 0 && Draw(oddness))
        {
            return Pick(Odd);
        }

        return Pick(Good.GetValueOrDefault(field, Ids));
    }

    private void AddTime(Dictionary<string, object?> members)
    {
        switch (random.Next(4))
        {
            case 0:
                members["timeUnit"] = Pick(["seconds", "milliseconds", "microseconds", "nanoseconds"]);
                break;
            case 1:
                members["timeFormat"] = "dd.MM.yyyy HH:mm";
                break;
        }

        members["timeZone"] = Pick(Zones);
        members["elapsedUnit"] = Pick(["seconds", "milliseconds", "nanoseconds"]);
    }
}
