using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RxRecs.Analytics;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Writes results as JSON; <see cref="RecsJson"/> shows the form.</summary>
internal static class RecsJsonWriter
{
    // Relaxed: the record goes to a file or a broker, not into a web page, and letters stay readable.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Utf8JsonWriter Begin(IBufferWriter<byte> output) => new(output, Options);

    public static void Write(Utf8JsonWriter json, TrendBucket<Id> bucket)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, bucket.Index);
        WriteTime(json, "start", bucket.Start);
        WriteTime(json, "end", bucket.End);
        json.WriteNumber("total"u8, CountOf(bucket.TotalUnits));
        if (bucket.IsPartial)
        {
            json.WriteBoolean("partial"u8, true);
        }

        if (bucket.IsApproximate)
        {
            json.WriteBoolean("approximate"u8, true);
            json.WriteNumber("max_error"u8, CountOf(bucket.MaxErrorUnits));
        }

        WriteUnlessZero(json, "late", bucket.LateCount);
        WriteUnlessZero(json, "skipped_before", bucket.SkippedBefore);
        json.WriteStartArray("counts"u8);
        foreach (var (item, units) in bucket.SortedUnits)
        {
            json.WriteStartObject();
            WriteId(json, "product_id", item);
            json.WriteNumber("count"u8, CountOf(units));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, TrendReport<Id> report)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, RecsJsonNames.Statuses[(int)report.Status]);
        json.WriteNumber("buckets"u8, report.Buckets);
        if (report.Transition is { } transition)
        {
            json.WriteStartObject("transition"u8);
            json.WriteString("basis"u8, RecsJsonNames.Bases[(int)transition.Basis]);
            json.WriteString("score_name"u8, transition.ScoreName);
            if (transition.IsPartial)
            {
                json.WriteBoolean("partial"u8, true);
            }

            if (transition.IsApproximate)
            {
                json.WriteBoolean("approximate"u8, true);
                json.WriteNumber("max_error"u8, transition.MaxError);
            }

            WritePeriod(json, "before", transition.Before);
            WritePeriod(json, "now", transition.Now);
            WriteChanges(json, "changes", transition.Changes);
            json.WriteEndObject();
        }

        WriteChanges(json, "rising", report.Rising);
        WriteChanges(json, "falling", report.Falling);
        WriteChanges(json, "new", report.New);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, in CartChange<Id, Id> change)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, RecsJsonNames.CartKinds[(int)change.Kind]);
        WriteId(json, "key", change.Key);
        if (!change.Item.IsNone)
        {
            WriteId(json, "product_id", change.Item);
        }

        json.WriteNumber("quantity"u8, change.Quantity);
        WriteTime(json, "event_time", change.EventTime);
        json.WriteNumber("open_items"u8, change.OpenItems);
        json.WriteNumber("total"u8, change.Total);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, in LastItems<Id, Id> items)
    {
        json.WriteStartObject();
        WriteId(json, "key", items.Key);
        json.WriteStartArray("items"u8);
        foreach (var item in items.HasLeft ? [] : items.Items)
        {
            WriteId(json, null, item);
        }

        json.WriteEndArray();
        json.WriteNumber("evicted_keys"u8, items.EvictedKeys);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, RecommendationList<Id, Id> list)
    {
        json.WriteStartObject();
        WriteId(json, "user_id", list.User);
        if (list.Session is { } session)
        {
            json.WriteString("session"u8, session);
        }

        json.WriteStartArray("items"u8);
        for (var i = 0; i < list.Items.Count; i++)
        {
            WriteRecommendation(json, list.Items[i], i < list.Explanations.Count ? list.Explanations[i] : null);
        }

        json.WriteEndArray();
        WriteRules(json, list.RuleCounts);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Trigger<Id, Id> trigger)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, trigger.Id);
        json.WriteString("kind"u8, RecsJsonNames.TriggerKinds[(int)trigger.Kind]);
        WriteId(json, "user_id", trigger.User);
        json.WriteStartArray("items"u8);
        foreach (var item in trigger.Items)
        {
            WriteId(json, null, item);
        }

        json.WriteEndArray();
        WriteTime(json, "event_time", trigger.EventTime);
        WritePrice(json, "price_before", trigger.PriceBefore);
        WritePrice(json, "price", trigger.Price);
        WriteUnlessZero(json, "suppressed", trigger.Suppressed);
        if (trigger.List is { } list)
        {
            json.WritePropertyName("list"u8);
            Write(json, list);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, in ItemChange<Id> change)
    {
        json.WriteStartObject();
        json.WriteString("event_type"u8, RecsJsonNames.ItemChange);
        WriteId(json, "product_id", change.Item);
        WriteTime(json, "event_time", change.EventTime);
        if (!change.Category.IsNone)
        {
            WriteId(json, "category_id", change.Category);
        }

        WriteText(json, "category_code", change.CategoryPath);
        WriteText(json, "brand", change.Brand);
        WritePrice(json, "price", change.Price);
        WriteTruth(json, "visible", change.IsVisible);
        WriteTruth(json, "in_stock", change.IsInStock);
        json.WriteEndObject();
    }

    private static void WriteRecommendation(
        Utf8JsonWriter json, in Recommendation<Id> each, RecommendationExplanation<Id>? why)
    {
        var reason = each.Reason;
        json.WriteStartObject();
        WriteId(json, "product_id", each.Item);
        json.WriteNumber("score"u8, each.Score);
        WriteSource(json, reason.Source);
        json.WriteNumber("value"u8, reason.Value);
        if (reason.Error > 0)
        {
            json.WriteNumber("error"u8, reason.Error);
        }

        WriteText(json, "detail", reason.Detail);
        if (reason.IsFallback)
        {
            json.WriteBoolean("fallback"u8, true);
        }

        if (reason.PlaceBefore > 0)
        {
            json.WriteNumber("place_before"u8, reason.PlaceBefore);
        }

        json.WriteString("reason"u8, reason.Describe());
        if (why is not null)
        {
            WriteExplanation(json, why);
        }

        json.WriteEndObject();
    }

    private static void WriteExplanation(Utf8JsonWriter json, RecommendationExplanation<Id> why)
    {
        json.WriteStartArray("why"u8);
        foreach (var part in why.Contributions)
        {
            json.WriteStartObject();
            WriteSource(json, part.Source);
            json.WriteNumber("value"u8, part.Value);
            if (!part.MatchedItem.IsNone)
            {
                WriteId(json, "matched_product_id", part.MatchedItem);
            }

            if (part.Neighbor is { } neighbor)
            {
                json.WriteNumber("neighbor"u8, neighbor);
            }

            if (part.NeighborTime is { } time)
            {
                WriteTime(json, "neighbor_time", time);
            }

            WriteText(json, "detail", part.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRules(Utf8JsonWriter json, IReadOnlyList<ListRuleCount> counts)
    {
        if (counts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("rules"u8);
        foreach (var (rule, dropped, moved) in counts)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, rule);
            json.WriteNumber("left_out"u8, dropped);
            json.WriteNumber("moved"u8, moved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSource(Utf8JsonWriter json, RecommendationSource source)
    {
        json.WriteString("source"u8, source.Name);
        json.WriteString("purpose"u8, RecsJsonNames.Purposes[(int)source.Purpose]);
    }

    private static void WritePeriod(Utf8JsonWriter json, string name, in TrendPeriod period)
    {
        json.WriteStartObject(name);
        json.WriteNumber("first_index"u8, period.FirstIndex);
        json.WriteNumber("last_index"u8, period.LastIndex);
        WriteTime(json, "start", period.Start);
        WriteTime(json, "end", period.End);
        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, string name, IReadOnlyList<TrendChange<Id>> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            WriteId(json, "product_id", change.Item);
            json.WriteNumber("before"u8, change.Before);
            json.WriteNumber("now"u8, change.Now);
            if (change.Score is { } score)
            {
                json.WriteNumber("score"u8, score);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, string? name, Id id)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        IdJsonConverter.Write(json, id);
    }

    private static void WriteUnlessZero(Utf8JsonWriter json, string name, long number)
    {
        if (number != 0)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WritePrice(Utf8JsonWriter json, string name, decimal? price)
    {
        if (price is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTruth(Utf8JsonWriter json, string name, bool? truth)
    {
        if (truth is { } value)
        {
            json.WriteBoolean(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime);

    // Not as a double, which has not all digits of a large one.
    private static decimal CountOf(long units) => (decimal)units / TrendWeight.One;
}
