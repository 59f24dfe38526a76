using System.Text.Json;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Reads results from JSON; <see cref="RecsJson"/> shows the form. What is wrong becomes words.</summary>
internal static class RecsJsonReader
{
    public static T Read<T>(ReadOnlySpan<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);

            // Throws where something follows the value.
            reader.Read();
            return read(document.RootElement);
        }
        catch (Exception error) when (
            error is ArgumentException or InvalidOperationException or FormatException or OverflowException
                or KeyNotFoundException)
        {
            throw new JsonException($"The result is not as RecsJson writes it: {error.Message}", error);
        }
    }

    public static TrendBucket<Id> Bucket(JsonElement json)
    {
        var units = new Dictionary<Id, long>();
        var maxError = UnitsOrZero(json, "max_error");
        foreach (var each in Get(json, "counts").EnumerateArray())
        {
            units.Add(IdOf(Get(each, "product_id")), Units(Get(each, "count")));
        }

        // The total of exact counts is what they add up to, whatever it says.
        var total = maxError == 0 ? units.Values.Sum() : Units(Get(json, "total"));
        return new TrendBucket<Id>(Get(json, "index").GetInt64(), Time(json, "start"), Time(json, "end"), units, total)
        {
            MaxErrorUnits = maxError,
            IsPartial = IsTrue(json, "partial"),
            LateCount = NumberOrZero(json, "late"),
            SkippedBefore = NumberOrZero(json, "skipped_before"),
        };
    }

    public static TrendReport<Id> Report(JsonElement json)
    {
        var status = (TrendReportStatus)Index(json, "status", RecsJsonNames.Statuses);
        var transition = json.TryGetProperty("transition", out var found) ? Transition(found) : null;
        return new TrendReport<Id>(status, transition, Get(json, "buckets").GetInt64())
        {
            Rising = Changes(json, "rising"),
            Falling = Changes(json, "falling"),
            New = Changes(json, "new"),
        };
    }

    public static CartChange<Id, Id> Change(JsonElement json) => new(
        (CartChangeKind)Index(json, "kind", RecsJsonNames.CartKinds),
        IdOf(Get(json, "key")),
        json.TryGetProperty("product_id", out var item) ? IdOf(item) : Id.None,
        Get(json, "quantity").GetInt32(),
        Time(json, "event_time"),
        Get(json, "open_items").GetInt32(),
        Get(json, "total").GetInt64());

    public static LastItems<Id, Id> Items(JsonElement json) => new(
        IdOf(Get(json, "key")),
        [.. Get(json, "items").EnumerateArray().Select(IdOf)],
        Get(json, "evicted_keys").GetInt64());

    public static RecommendationList<Id, Id> List(JsonElement json)
    {
        var items = Get(json, "items");
        return new(IdOf(Get(json, "user_id")), [.. items.EnumerateArray().Select(Recommendation)])
        {
            Session = json.TryGetProperty("session", out var session) ? session.GetString() : null,
            Explanations = items.EnumerateArray().Any(static each => each.TryGetProperty("why", out _))
                ? [.. items.EnumerateArray().Select(Explanation)]
                : [],
            RuleCounts = json.TryGetProperty("rules", out var rules)
                ? [.. rules.EnumerateArray().Select(RuleCount)]
                : [],
        };
    }

    public static Trigger<Id, Id> Trigger(JsonElement json) => new(
        (TriggerKind)Index(json, "kind", RecsJsonNames.TriggerKinds),
        IdOf(Get(json, "user_id")),
        [.. Get(json, "items").EnumerateArray().Select(IdOf)],
        Time(json, "event_time"))
    {
        PriceBefore = Price(json, "price_before"),
        Price = Price(json, "price"),
        Suppressed = json.TryGetProperty("suppressed", out var suppressed) ? suppressed.GetInt32() : 0,
        List = Optional(json, "list", List),
    };

    public static ItemChange<Id> ItemChange(JsonElement json)
    {
        var type = Optional(json, "event_type", static value => value.GetString());
        return type is null or RecsJsonNames.ItemChange
            ? new(IdOf(Get(json, "product_id")), Time(json, "event_time"))
            {
                Category = Optional(json, "category_id", static value => IdOf(value)),
                CategoryPath = Optional(json, "category_code", static value => value.GetString()),
                Brand = Optional(json, "brand", static value => value.GetString()),
                Price = Optional(json, "price", static value => (decimal?)value.GetDecimal()),
                IsVisible = Optional(json, "visible", static value => (bool?)value.GetBoolean()),
                IsInStock = Optional(json, "in_stock", static value => (bool?)value.GetBoolean()),
            }
            : throw new FormatException($"event_type is '{type}', not {RecsJsonNames.ItemChange}.");
    }

    private static RecommendationExplanation<Id>? Explanation(JsonElement json) =>
        json.TryGetProperty("why", out var why)
            ? new(
                IdOf(Get(json, "product_id")),
                Get(json, "score").GetDouble(),
                [.. why.EnumerateArray().Select(Contribution)])
            {
                IsFallback = IsTrue(json, "fallback"),
            }
            : null;

    private static ScoreContribution<Id> Contribution(JsonElement json) =>
        new(Source(json), Get(json, "value").GetDouble())
        {
            MatchedItem = json.TryGetProperty("matched_product_id", out var item) ? IdOf(item) : Id.None,
            Neighbor = json.TryGetProperty("neighbor", out var neighbor) ? neighbor.GetInt64() : null,
            NeighborTime = json.TryGetProperty("neighbor_time", out _) ? Time(json, "neighbor_time") : null,
            Detail = json.TryGetProperty("detail", out var detail) ? detail.GetString() : null,
        };

    private static ListRuleCount RuleCount(JsonElement json) => new(
        Get(json, "rule").GetString() ?? throw new FormatException("rule is null."),
        Get(json, "left_out").GetInt64(),
        Get(json, "moved").GetInt64());

    private static RecommendationSource Source(JsonElement json)
    {
        var name = Get(json, "source").GetString();
        var purpose = (RecommendationPurpose)Index(json, "purpose", RecsJsonNames.Purposes);
        return string.IsNullOrEmpty(name) ? default : new(name, purpose);
    }

    private static Recommendation<Id> Recommendation(JsonElement json)
    {
        var reason = new RecommendationReason(
            Source(json),
            Get(json, "value").GetDouble(),
            json.TryGetProperty("detail", out var detail) ? detail.GetString() : null,
            IsTrue(json, "fallback"))
        {
            Error = NumberOrZeroAsDouble(json, "error"),
            PlaceBefore = json.TryGetProperty("place_before", out var place) ? place.GetInt32() : 0,
        };
        return new(IdOf(Get(json, "product_id")), Get(json, "score").GetDouble(), reason);
    }

    private static TrendTransition<Id> Transition(JsonElement json) => TrendTransition<Id>.InOrder(
        (Period(Get(json, "before")), Period(Get(json, "now"))),
        (TrendBasis)Index(json, "basis", RecsJsonNames.Bases),
        Get(json, "score_name").GetString() ?? throw new FormatException("score_name is null."),
        Changes(json, "changes"),
        itemOrder: null,
        (IsTrue(json, "partial"), IsTrue(json, "approximate"), NumberOrZeroAsDouble(json, "max_error")));

    private static TrendPeriod Period(JsonElement json) => new(
        Get(json, "first_index").GetInt64(),
        Get(json, "last_index").GetInt64(),
        Time(json, "start"),
        Time(json, "end"));

    private static TrendChange<Id>[] Changes(JsonElement json, string name) =>
    [
        .. Get(json, name).EnumerateArray().Select(static each => new TrendChange<Id>(
            IdOf(Get(each, "product_id")),
            Get(each, "before").GetDouble(),
            Get(each, "now").GetDouble(),
            each.TryGetProperty("score", out var score) ? score.GetDouble() : null)),
    ];

    private static Id IdOf(JsonElement json)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetRawText(),
            _ => throw new FormatException("an id is a number, a text or null."),
        };
        return text is null ? Id.None : Id.Parse(text);
    }

    private static JsonElement Get(JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value
        : throw new FormatException($"{name} is missing.");

    /// <summary>Reads what may be left out, or null; where it is neither and cannot be read, the reason names
    /// it.</summary>
    private static T? Optional<T>(JsonElement json, string name, Func<JsonElement, T?> read)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        try
        {
            return read(value);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new FormatException($"{name}: {error.Message}", error);
        }
    }

    private static bool IsTrue(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static long NumberOrZero(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static double NumberOrZeroAsDouble(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static decimal? Price(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static long UnitsOrZero(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? Units(value) : 0;

    private static long Units(JsonElement json)
    {
        var units = json.GetDecimal() * TrendWeight.One;
        return units > 0 && units == decimal.Truncate(units)
            ? (long)units
            : throw new FormatException("a count has more than six decimals, or is not above 0.");
    }

    private static DateTimeOffset Time(JsonElement json, string name) =>
        Get(json, name).GetDateTimeOffset().ToUniversalTime();

    private static int Index(JsonElement json, string name, string[] names)
    {
        var index = Array.IndexOf(names, Get(json, name).GetString());
        return index >= 0 ? index : throw new FormatException($"{name} is none of {string.Join(", ", names)}.");
    }
}
