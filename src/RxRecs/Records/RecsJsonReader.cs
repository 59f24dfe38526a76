using System.Text.Json;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Reads results from JSON; <see cref="RecsJson"/> shows the form. What is wrong becomes words, with its place.
/// </summary>
internal static class RecsJsonReader
{
    public static T Read<T>(ReadOnlySpan<byte> json, Func<JsonElement, T> read)
    {
        using var document = Parse(json);
        try
        {
            return read(document.RootElement);
        }
        catch (JsonProblem problem)
        {
            var path = problem.Path.Length == 0 ? "" : $"$.{problem.Path}";
            var value = path.Length == 0 ? "it " : "";
            throw new JsonException(
                $"The result is not as RecsJson writes it: {value}{problem.Message}.", path, null, null, problem);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw new JsonException($"The result is not as RecsJson writes it: {error.Message}", error);
        }
    }

    public static TrendBucket<Id> Bucket(JsonElement json)
    {
        var maxError = json.Optional("max_error", Units);
        var counts = json.Get("counts", Counts);

        // The total of exact counts is what they add up to, whatever it says.
        var total = maxError == 0 ? counts.Values.Sum() : json.Get("total", Units);
        return new TrendBucket<Id>(
            json.Get("index", JsonMembers.Whole64),
            json.Get("start", JsonMembers.Time),
            json.Get("end", JsonMembers.Time),
            counts,
            total)
        {
            MaxErrorUnits = maxError,
            IsPartial = json.Optional("partial", JsonMembers.Flag),
            LateCount = json.Optional("late", JsonMembers.Count64),
            SkippedBefore = json.Optional("skipped_before", JsonMembers.Count64),
        };
    }

    public static TrendReport<Id> Report(JsonElement json) => new(
        (TrendReportStatus)OneOf(json, "status", RecsJsonNames.Statuses),
        json.Optional("transition", Transition),
        json.Get("buckets", JsonMembers.Count64))
    {
        Rising = json.All("rising", Change),
        Falling = json.All("falling", Change),
        New = json.All("new", Change),
    };

    public static CartChange<Id, Id> CartChange(JsonElement json) => new(
        (CartChangeKind)OneOf(json, "kind", RecsJsonNames.CartKinds),
        json.Get("key", JsonMembers.Id),
        json.Optional("product_id", JsonMembers.Id),
        json.Get("quantity", JsonMembers.Whole32),
        json.Get("event_time", JsonMembers.Time),
        json.Get("open_items", JsonMembers.Count32),
        json.Get("total", JsonMembers.Count64));

    public static LastItems<Id, Id> Items(JsonElement json) => new(
        json.Get("key", JsonMembers.Id),
        [.. json.All("items", JsonMembers.Id)],
        json.Get("evicted_keys", JsonMembers.Count64));

    public static RecommendationList<Id, Id> List(JsonElement json)
    {
        var (user, items) = (json.Get("user_id", JsonMembers.Id), json.All("items", Recommendation));
        var explanations = json.All("items", Explanation);
        return new(user, items)
        {
            Session = json.Optional("session", JsonMembers.Text),
            Explanations = explanations.Any(static each => each is not null) ? explanations : [],
            RuleCounts = json.Optional("rules", static rules => rules.Elements(RuleCount)) ?? [],
        };
    }

    public static Trigger<Id, Id> Trigger(JsonElement json) => new(
        (TriggerKind)OneOf(json, "kind", RecsJsonNames.TriggerKinds),
        json.Get("user_id", JsonMembers.Id),
        json.All("items", JsonMembers.Id),
        json.Get("event_time", JsonMembers.Time))
    {
        PriceBefore = json.Optional("price_before", ExactOrNull),
        Price = json.Optional("price", ExactOrNull),
        Suppressed = json.Optional("suppressed", JsonMembers.Count32),
        List = json.Optional("list", List),
    };

    public static ItemChange<Id> ItemChange(JsonElement json)
    {
        var type = json.Optional("event_type", JsonMembers.Text);
        return type is null or RecsJsonNames.ItemChange
            ? new(json.Get("product_id", JsonMembers.Id), json.Get("event_time", JsonMembers.Time))
            {
                Category = json.Optional("category_id", JsonMembers.Id),
                CategoryPath = json.Optional("category_code", JsonMembers.Text),
                Brand = json.Optional("brand", JsonMembers.Text),
                Price = json.Optional("price", ExactOrNull),
                IsVisible = json.Optional("visible", FlagOrNull),
                IsInStock = json.Optional("in_stock", FlagOrNull),
            }
            : throw new JsonProblem($"is '{type}', not {RecsJsonNames.ItemChange}", "event_type");
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            // Not said to be the last block, so that what is cut off is told from what is wrong.
            var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                throw new JsonException(
                    json.IndexOfAnyExcept(" \t\r\n"u8) < 0
                        ? "The text does not contain a result: it is empty."
                        : $"The text ends within the result, after {json.Length} bytes.");
            }

            ThrowIfMore(ref reader, document);
            return document;
        }
        catch (JsonException error) when (error.LineNumber is { } line)
        {
            throw new JsonException(
                $"The text is not JSON: it goes wrong at line {line + 1}, byte {error.BytePositionInLine + 1}.",
                null,
                line,
                error.BytePositionInLine,
                error);
        }
    }

    private static void ThrowIfMore(ref Utf8JsonReader reader, JsonDocument document)
    {
        try
        {
            reader.Read();
        }
        catch (JsonException)
        {
            document.Dispose();
            throw;
        }
    }

    private static RecommendationExplanation<Id>? Explanation(JsonElement json) =>
        json.Optional("why", static why => why.Elements(Contribution)) is { } parts
            ? new(json.Get("product_id", JsonMembers.Id), json.Get("score", JsonMembers.Number), parts)
            {
                IsFallback = json.Optional("fallback", JsonMembers.Flag),
            }
            : null;

    private static ScoreContribution<Id> Contribution(JsonElement json) =>
        new(Source(json), json.Get("value", JsonMembers.Number))
        {
            MatchedItem = json.Optional("matched_product_id", JsonMembers.Id),
            Neighbor = json.Optional("neighbor", static value => (long?)value.Whole64()),
            NeighborTime = json.Optional("neighbor_time", static value => (DateTimeOffset?)value.Time()),
            Detail = json.Optional("detail", JsonMembers.Text),
        };

    private static ListRuleCount RuleCount(JsonElement json) => new(
        json.Get("rule", JsonMembers.Text),
        json.Get("left_out", JsonMembers.Count64),
        json.Get("moved", JsonMembers.Count64));

    private static RecommendationSource Source(JsonElement json)
    {
        var name = json.Get("source", JsonMembers.Text);
        var purpose = (RecommendationPurpose)OneOf(json, "purpose", RecsJsonNames.Purposes);
        return name.Length == 0 ? default : new(name, purpose);
    }

    private static Recommendation<Id> Recommendation(JsonElement json)
    {
        var reason = new RecommendationReason(
            Source(json),
            json.Get("value", JsonMembers.Number),
            json.Optional("detail", JsonMembers.Text),
            json.Optional("fallback", JsonMembers.Flag))
        {
            Error = json.Optional("error", JsonMembers.Number),
            PlaceBefore = json.Optional("place_before", JsonMembers.Count32),
        };
        return new(json.Get("product_id", JsonMembers.Id), json.Get("score", JsonMembers.Number), reason);
    }

    private static TrendTransition<Id> Transition(JsonElement json) => TrendTransition<Id>.InOrder(
        (json.Get("before", Period), json.Get("now", Period)),
        (TrendBasis)OneOf(json, "basis", RecsJsonNames.Bases),
        json.Get("score_name", JsonMembers.Text),
        json.All("changes", Change),
        itemOrder: null,
        (
            json.Optional("partial", JsonMembers.Flag),
            json.Optional("approximate", JsonMembers.Flag),
            json.Optional("max_error", JsonMembers.Number)));

    private static TrendPeriod Period(JsonElement json) => new(
        json.Get("first_index", JsonMembers.Whole64),
        json.Get("last_index", JsonMembers.Whole64),
        json.Get("start", JsonMembers.Time),
        json.Get("end", JsonMembers.Time));

    private static TrendChange<Id> Change(JsonElement json) => new(
        json.Get("product_id", JsonMembers.Id),
        json.Get("before", JsonMembers.Number),
        json.Get("now", JsonMembers.Number),
        json.Optional("score", static value => (double?)value.Number()));

    private static Dictionary<Id, long> Counts(JsonElement json)
    {
        var units = new Dictionary<Id, long>();
        json.Elements(each =>
        {
            var (item, count) = (each.Get("product_id", JsonMembers.Id), each.Get("count", Units));
            JsonMembers.ThrowUnless(units.TryAdd(item, count), $"is a second count of {item}");
            return count;
        });
        return units;
    }

    private static decimal? ExactOrNull(JsonElement json) => json.Exact();

    private static bool? FlagOrNull(JsonElement json) => json.Flag();

    private static long Units(JsonElement json)
    {
        var units = json.Exact() * TrendWeight.One;
        return units > 0 && units == decimal.Truncate(units)
            ? (long)units
            : throw new JsonProblem("is a count of more than six decimals, or not above 0");
    }

    private static int OneOf(JsonElement json, string name, string[] names) =>
        json.Get(name, value => value.OneOf(names));
}
