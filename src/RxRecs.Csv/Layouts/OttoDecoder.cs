using System.Text.Json;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>
/// OTTO JSON lines: a row for each event of a session. The line is read whole before its first row goes out, so a line
/// that is not JSON is one dead letter; an event that is wrong by itself is one among its neighbors.
/// </summary>
internal sealed class OttoDecoder(ShopFileOptions options) : RowDecoder<Interaction>
{
    private const string NoSession = "session is missing, which a line of OTTO has; where these are other records, say "
        + "which member is which with a column map (--columns time=events[*].PATH,item=events[*].PATH)";

    private readonly List<Row> _rows = [];
    private readonly TextPool _ids = new(12, "", isForNames: true);
    private string? _session;
    private int _next;

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        if (!HasMore && ReadLine(record.RawRecord) is { } problem)
        {
            _rows.Clear();
            value = default;
            return problem;
        }

        var row = _rows[_next++];
        HasMore = _next < _rows.Count;
        value = row.Problem is null ? row.Value with { Session = _session } : default;
        return row.Problem;
    }

    private static bool TryParseKind(ref Utf8JsonReader json, out InteractionKind kind)
    {
        kind = InteractionKind.View;
        if (json.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (json.ValueTextEquals("clicks"u8))
        {
            return true;
        }

        kind = json.ValueTextEquals("carts"u8) ? InteractionKind.Cart : InteractionKind.Purchase;
        return kind == InteractionKind.Cart || json.ValueTextEquals("orders"u8);
    }

    private string? ReadLine(ReadOnlySpan<byte> text)
    {
        _rows.Clear();
        _next = 0;
        _session = null;
        try
        {
            var json = new Utf8JsonReader(text);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return "not a JSON object";
            }

            var problem = ReadSession(ref json);
            while (json.Read())
            {
            }

            return problem ?? (_session is null ? NoSession : _rows.Count == 0 ? "no events" : null);
        }
        catch (JsonException error)
        {
            return $"not JSON: {FieldProblem.OfJson(error)}";
        }
        catch (InvalidOperationException error)
        {
            return $"not JSON: {error.Message}";
        }
    }

    private string? ReadSession(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isSession = json.ValueTextEquals("session"u8);
            var isEvents = json.ValueTextEquals("events"u8);
            json.Read();
            if (isSession)
            {
                if (IdField.Required(ref json, "session", _ids, out var session) is { } problem)
                {
                    return problem;
                }

                _session = $"{options.SessionPrefix}{session}";
            }
            else if (isEvents && json.TokenType == JsonTokenType.StartArray)
            {
                ReadEvents(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return null;
    }

    private void ReadEvents(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                _rows.Add(ReadEvent(ref json));
            }
            else
            {
                json.Skip();
                _rows.Add(new Row(default, "an event is not an object"));
            }
        }
    }

    private Row ReadEvent(ref Utf8JsonReader json)
    {
        var (item, ticks, kind) = (Id.None, -1L, (InteractionKind?)null);
        string? problem = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isItem = json.ValueTextEquals("aid"u8);
            var isTime = json.ValueTextEquals("ts"u8);
            var isKind = json.ValueTextEquals("type"u8);
            json.Read();
            if (isItem)
            {
                problem ??= IdField.Required(ref json, "aid", _ids, out item);
            }
            else if (isTime)
            {
                problem ??= json.TokenType == JsonTokenType.Number
                    && EventTimeText.TryParseMilliseconds(json.ValueSpan, out ticks)
                    ? null
                    : "ts is not a time (milliseconds since 1970)";
            }
            else if (isKind && TryParseKind(ref json, out var parsed))
            {
                kind = parsed;
            }
            else
            {
                json.Skip();
            }
        }

        problem ??= item.IsNone ? "aid is missing" : ticks < 0 ? "ts is missing" : null;
        problem ??= kind is null ? "type is not one of clicks, carts, orders" : null;
        return problem is null
            ? new Row(new Interaction(ticks, kind!.Value, Id.None, item), null)
            : new Row(default, problem);
    }

    private readonly record struct Row(Interaction Value, string? Problem);
}
