using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RxRecs;

/// <summary>Column maps as JSON.</summary>
internal static class ShopColumnsJson
{
    private static readonly ShopColumns Usual = new() { Time = "time", Item = "item" };

    private static readonly Dictionary<string, ShopColumns> Known = new(StringComparer.Ordinal)
    {
        ["rees46-events"] = ShopColumns.Rees46Events,
        ["rees46-purchases"] = ShopColumns.Rees46Purchases,
        ["retailrocket-events"] = ShopColumns.RetailRocketEvents,
        ["session-rec-clicks"] = ShopColumns.SessionRecClicks,
    };

    private static readonly JsonDocumentOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static ShopColumns Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new FormatException($"A column map is one JSON object: {error.Message}", error);
        }
    }

    public static string Write(ShopColumns columns)
    {
        using var bytes = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(bytes, options))
        {
            writer.WriteStartObject();
            foreach (var (field, column) in columns.All)
            {
                if (column is not null)
                {
                    writer.WriteString(field, column);
                }
            }

            WriteRules(writer, columns);
            WriteForm(writer, columns);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static ShopColumns Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("A column map is one JSON object.");
        }

        var columns = Usual;
        var (hasTime, hasItem) = (false, false);
        if (root.TryGetProperty("like", out var like))
        {
            columns = Known.GetValueOrDefault(Text("like", like) ?? "")
                ?? throw Wrong("like", $"is not one of {string.Join(", ", Known.Keys)}");
            (hasTime, hasItem) = (true, true);
        }

        RefuseRepeated(root);
        foreach (var member in root.EnumerateObject())
        {
            hasTime |= member.NameEquals("time");
            hasItem |= member.NameEquals("item");
            columns = With(columns, member.Name, member.Value);
        }

        return hasTime && hasItem
            ? columns
            : throw Wrong(hasTime ? "item" : "time", "is missing: every row needs a time and an item");
    }

    private static void RefuseRepeated(JsonElement map)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                throw Wrong(member.Name, "is given twice");
            }
        }
    }

    private static ShopColumns With(ShopColumns columns, string name, JsonElement value)
    {
        try
        {
            return Set(columns, name, value);
        }
        catch (ArgumentException error)
        {
            throw Wrong(name, $"cannot be {value.GetRawText()}: {error.Message}");
        }
    }

    private static ShopColumns Set(ShopColumns columns, string name, JsonElement value) => name switch
    {
        "like" => columns,
        "time" => columns with { Time = Text(name, value) ?? "" },
        "kind" => columns with { Kind = Text(name, value) },
        "item" => columns with { Item = Text(name, value) ?? "" },
        "user" => columns with { User = Text(name, value) },
        "session" => columns with { Session = Text(name, value) },
        "category" => columns with { Category = Text(name, value) },
        "categoryPath" => columns with { CategoryPath = Text(name, value) },
        "brand" => columns with { Brand = Text(name, value) },
        "price" => columns with { Price = Text(name, value) },
        "quantity" => columns with { Quantity = Text(name, value) },
        "elapsed" => columns with { Elapsed = Text(name, value) },
        "elapsedUnit" => columns with { ElapsedUnit = Unit(name, value) },
        "timeUnit" => columns with
        {
            TimeUnit = value.ValueKind == JsonValueKind.Null ? null : Unit(name, value),
        },
        "timeFormat" => columns with { TimeFormat = Text(name, value) },
        "timeZone" => columns with { TimeZone = Zone(name, value) },
        "kinds" => columns with { Kinds = Kinds(name, value), RefuseOtherKinds = false },
        "defaultKind" => columns with { DefaultKind = Kind(name, value) ?? throw Wrong(name, "must be a kind") },
        "refuseOtherKinds" => columns with { RefuseOtherKinds = Flag(name, value) },
        "refuseRoundedIds" => columns with { RefuseRoundedIds = Flag(name, value) },
        "nullMarkers" => columns with { NullMarkers = Texts(name, value) },
        "decimalSign" => columns with { DecimalSign = Sign(name, value) ?? '.' },
        "hasHeader" => columns with { HasHeader = Flag(name, value) },
        "delimiter" => columns with { Delimiter = Sign(name, value) },
        "quote" => columns with { Quote = Sign(name, value) },
        _ => throw Wrong(name, "is no part of a column map"),
    };

    private static string? Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw Wrong(name, "must be a text"),
    };

    private static bool Flag(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "must be true or false"),
    };

    private static char? Sign(string name, JsonElement value) => Text(name, value) switch
    {
        null => null,
        [var sign] => sign,
        _ => throw Wrong(name, "must be one sign"),
    };

    private static EpochUnit Unit(string name, JsonElement value) =>
        Enum.TryParse<EpochUnit>(Text(name, value), ignoreCase: true, out var unit) && Enum.IsDefined(unit)
            ? unit
            : throw Wrong(name, "must be seconds, milliseconds, microseconds or nanoseconds");

    private static TimeZoneInfo Zone(string name, JsonElement value) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(Text(name, value) ?? "", out var zone)
            ? zone
            : throw Wrong(name, $"{value.GetRawText()} is no time zone; expected such as Europe/Berlin");

    private static InteractionKind? Kind(string name, JsonElement value) => Text(name, value) switch
    {
        null => null,
        "remove" => InteractionKind.Remove,
        var text => ShopColumns.KnownKinds.GetValueOrDefault(text) ?? throw Wrong(
            name, $"'{text}' is not one of view, cart, remove (or remove_from_cart), purchase or null"),
    };

    private static Dictionary<string, InteractionKind?> Kinds(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(name, "must be an object of texts and kinds");
        }

        RefuseRepeated(value);
        return value.EnumerateObject().ToDictionary(
            kind => kind.Name, kind => Kind(name, kind.Value), StringComparer.Ordinal);
    }

    private static string[] Texts(string name, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(text => Text(name, text) ?? "")]
        : throw Wrong(name, "must be an array of texts");

    private static FormatException Wrong(string name, string problem) => new($"Column map: {name} {problem}.");

    private static string Name(EpochUnit unit) => unit.ToString().ToLowerInvariant();

    private static string Name(InteractionKind kind) =>
        ShopColumns.KnownKinds.First(known => known.Value == kind).Key;

    private static void WriteRules(Utf8JsonWriter writer, ShopColumns columns)
    {
        if (columns.TimeUnit is { } unit)
        {
            writer.WriteString("timeUnit", Name(unit));
        }

        if (columns.TimeFormat is { } format)
        {
            writer.WriteString("timeFormat", format);
        }

        if (!columns.TimeZone.Equals(TimeZoneInfo.Utc))
        {
            writer.WriteString("timeZone", columns.TimeZone.Id);
        }

        if (columns.ElapsedUnit != Usual.ElapsedUnit)
        {
            writer.WriteString("elapsedUnit", Name(columns.ElapsedUnit));
        }

        WriteKinds(writer, columns);
        if (columns.RefuseRoundedIds)
        {
            writer.WriteBoolean("refuseRoundedIds", true);
        }

        if (!columns.NullMarkers.SequenceEqual(Usual.NullMarkers))
        {
            writer.WriteStartArray("nullMarkers");
            foreach (var marker in columns.NullMarkers)
            {
                writer.WriteStringValue(marker);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteKinds(Utf8JsonWriter writer, ShopColumns columns)
    {
        if (columns.Kind is null)
        {
            writer.WriteString("defaultKind", Name(columns.DefaultKind));
            return;
        }

        writer.WriteStartObject("kinds");
        foreach (var (text, kind) in columns.Kinds.OrderBy(kind => kind.Value).ThenBy(
            kind => kind.Key, StringComparer.Ordinal))
        {
            writer.WriteString(text, kind is { } known ? Name(known) : null);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("refuseOtherKinds", columns.RefuseOtherKinds);
    }

    private static void WriteForm(Utf8JsonWriter writer, ShopColumns columns)
    {
        if (columns.DecimalSign != Usual.DecimalSign)
        {
            writer.WriteString("decimalSign", columns.DecimalSign.ToString());
        }

        if (!columns.HasHeader)
        {
            writer.WriteBoolean("hasHeader", false);
        }

        if (columns.Delimiter is { } delimiter)
        {
            writer.WriteString("delimiter", delimiter.ToString());
        }

        if (columns.Quote != Usual.Quote)
        {
            writer.WriteString("quote", columns.Quote?.ToString());
        }
    }
}
