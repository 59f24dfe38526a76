using System.Buffers;
using System.Text.Json;
using Confluent.Kafka;
using RxRecs.Kafka.Json;

namespace RxRecs.Kafka;

/// <summary>
/// The messages of a new session as one line of JSON: <c>{"session_id":"...","user_id":1}</c>, and
/// <c>{"session_id":"...","user_id":1,"recommended_item":2}</c>.
/// </summary>
public static class UserEventJson
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 16 };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes that a session has begun.</summary>
    /// <param name="message">The message.</param>
    /// <param name="writer">Where it goes.</param>
    public static void Write(NewSessionStarted<long, string> message, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(message);
        Write(new UserEvent(message.SessionId, message.UserId, null), writer);
    }

    /// <summary>Writes what is recommended in a new session.</summary>
    /// <param name="message">The message.</param>
    /// <param name="writer">Where it goes.</param>
    public static void Write(NewSessionRecommendation<long, string, long> message, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(message);
        Write(new UserEvent(message.SessionId, message.UserId, message.RecommendedItem), writer);
    }

    /// <summary>Writes either message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="writer">Where it goes.</param>
    public static void Write(UserEvent message, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);

        // Taken and put back: an output that itself writes an event gets another.
        var json = _writer ?? new Utf8JsonWriter(Stream.Null);
        _writer = null;
        json.Reset(writer);
        WriteMembers(message, json);
        json.Flush();
        json.Reset(Stream.Null);
        _writer = json;
    }

    /// <summary>Parses either message; members that are not ours are passed over.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="message">The message.</param>
    /// <returns>Null if all went well, otherwise what is wrong, in words for a person.</returns>
    public static string? Parse(ReadOnlySpan<byte> utf8, out UserEvent message)
    {
        message = default;
        try
        {
            return ParseObject(utf8, out message);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return "It is not the JSON of a user event.";
        }
    }

    /// <summary>A parser for records; the event time is the record's timestamp.</summary>
    /// <returns>The parser.</returns>
    public static IRecordParser<UserEvent> CreateParser() => new Parser();

    private static void WriteMembers(UserEvent message, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("session_id"u8, message.Session);
        json.WriteNumber("user_id"u8, message.User);
        if (message.RecommendedItem is { } item)
        {
            json.WriteNumber("recommended_item"u8, item);
        }

        json.WriteEndObject();
    }

    private static string? ParseObject(ReadOnlySpan<byte> utf8, out UserEvent message)
    {
        message = default;
        string? session = null;
        long? user = null;
        long? item = null;
        var json = new Utf8JsonReader(utf8, ReaderOptions);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return "It is not a JSON object.";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("session_id"u8))
            {
                json.Read();
                session = json.GetString();
            }
            else if (json.ValueTextEquals("user_id"u8))
            {
                json.Read();
                user = json.GetInt64();
            }
            else if (json.ValueTextEquals("recommended_item"u8))
            {
                json.Read();
                item = json.TokenType == JsonTokenType.Null ? null : json.GetInt64();
            }
            else
            {
                json.Skip();
            }
        }

        while (json.Read())
        {
            // To the end: what follows the object must be nothing.
        }

        if (session is null || user is null)
        {
            return session is null ? "It has no session_id." : "It has no user_id.";
        }

        message = new UserEvent(session, user.Value, item);
        return null;
    }

    private sealed class Parser : IRecordParser<UserEvent>
    {
        public string? Parse(ConsumeResult<byte[], byte[]> record, out UserEvent value, out DateTimeOffset eventTime)
        {
            (value, eventTime) = (default, default);
            return record.Message.Value is { } bytes
                ? UserEventJson.Parse(bytes, out value) ?? RecordTime.Find(record, value, null, out eventTime)
                : Reason.NoValue;
        }
    }
}
