using System.Buffers;
using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RxRecs.Shop.Output;

/// <summary>Results as JSON lines: one object per line, its kind in <c>type</c>, times in UTC as ISO 8601.</summary>
internal sealed class JsonResults(Stream output) : Results
{
    private const int FlushAt = 1 << 15;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _lines = new();

    public override void Write<T>(
        ResultTable<T> table, string heading, IReadOnlyCollection<T> rows, string whenEmpty = "None.")
    {
        foreach (var row in rows)
        {
            Write(table, row);
        }
    }

    public override void Write<T>(ResultTable<T> table, T row)
    {
        using (var json = new Utf8JsonWriter(_lines, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, table.Type);
            foreach (var column in table)
            {
                json.WritePropertyName(column.Name);
                WriteValue(json, column.Value(row));
            }

            json.WriteEndObject();
        }

        EndLine();
    }

    public override void Write(string type, Action<TextWriter> writeText, Action<IBufferWriter<byte>> writeJson)
    {
        var report = new ArrayBufferWriter<byte>();
        writeJson(report);
        using (var json = new Utf8JsonWriter(_lines, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WritePropertyName("report"u8);
            json.WriteRawValue(report.WrittenSpan);
            json.WriteEndObject();
        }

        EndLine();
    }

    public override void Notice(string text) =>
        Write(new ResultTable<string>("notice") { { "text", notice => notice } }, text);

    public override void Say(string text)
    {
    }

    public override void Flush()
    {
        output.Write(_lines.WrittenSpan);
        output.Flush();
        _lines.ResetWrittenCount();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity):
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case Id id when id.TryGetNumber(out var number):
                json.WriteNumberValue(number);
                break;
            case Id { IsNone: true }:
                json.WriteNullValue();
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value));
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time.UtcDateTime);
                break;
            case TimeSpan span:
                json.WriteNumberValue(span.TotalSeconds);
                break;
            case IReadOnlyDictionary<string, string> fields:
                WriteFields(json, fields);
                break;
            case IEnumerable list:
                WriteList(json, list);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyDictionary<string, string> fields)
    {
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (var value in list)
        {
            WriteValue(json, value);
        }

        json.WriteEndArray();
    }

    private void EndLine()
    {
        _lines.Write("\n"u8);
        if (_lines.WrittenCount > FlushAt)
        {
            Flush();
        }
    }
}
