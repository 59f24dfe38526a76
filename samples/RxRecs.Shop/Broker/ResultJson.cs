using System.Buffers;
using System.Text.Json;

namespace RxRecs.Shop.Broker;

/// <summary>Writes results to topics, one line of JSON per record; the sample's README has the names.</summary>
internal static class ResultJson
{
    public static void Write(in TimedList timed, IBufferWriter<byte> output)
    {
        var list = timed.List;
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        Write(json, "user_id"u8, list.User);
        if (timed.EventTime is { } time)
        {
            json.WriteString("event_time"u8, time);
        }

        json.WriteStartArray("items"u8);
        foreach (var item in list.Items)
        {
            json.WriteStartObject();
            Write(json, "product_id"u8, item.Item);
            json.WriteNumber("score"u8, item.Score);
            json.WriteString("source"u8, item.Reason.Source.ToString());
            json.WriteString("reason"u8, item.Reason.Describe());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(SessionMessage message, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("session_id"u8, message.Session);
        Write(json, "user_id"u8, message.User);
        if (!message.RecommendedItem.IsNone)
        {
            Write(json, "recommended_item"u8, message.RecommendedItem);
        }

        json.WriteEndObject();
    }

    public static void Write(FoundTrend trend, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("direction"u8, trend.Direction);
        Write(json, "product_id"u8, trend.Change.Item);
        json.WriteNumber("before"u8, trend.Change.Before);
        json.WriteNumber("now"u8, trend.Change.Now);
        if (trend.Change.Score is { } score)
        {
            json.WriteNumber("score"u8, score);
            json.WriteString("score_name"u8, trend.Transition.ScoreName);
        }

        json.WriteString("before_start"u8, trend.Transition.Before.Start);
        json.WriteString("now_start"u8, trend.Transition.Now.Start);
        json.WriteString("now_end"u8, trend.Transition.Now.End);
        if (trend.Transition.IsPartial)
        {
            json.WriteBoolean("partial"u8, true);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Id id)
    {
        if (id.TryGetNumber(out var number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, id.ToString());
        }
    }
}
