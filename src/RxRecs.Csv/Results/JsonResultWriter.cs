using System.Text.Json;

namespace RxRecs.Csv;

/// <summary>Rows as JSON lines.</summary>
internal sealed class JsonResultWriter<T> : ResultWriter<T>
{
    private readonly ResultColumns<T> _columns;
    private readonly JsonEncodedText[] _names;
    private readonly ResultValue[] _values;
    private readonly BufferedStream _stream;
    private readonly Utf8JsonWriter _writer;

    public JsonResultWriter(Stream stream, ResultColumns<T> columns)
    {
        _columns = columns;
        _values = new ResultValue[columns.Names.Count];
        _names = [.. columns.Names.Select(name => JsonEncodedText.Encode(name))];
        _stream = new BufferedStream(stream, 1 << 16);
        _writer = new Utf8JsonWriter(_stream);
    }

    public override void Flush() => _stream.Flush();

    private protected override void Write(T row)
    {
        _columns.Fill(row, _values);
        _writer.WriteStartObject();
        for (var i = 0; i < _names.Length; i++)
        {
            _writer.WritePropertyName(_names[i]);
            WriteValue(_values[i]);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        _stream.WriteByte((byte)'\n');
    }

    private protected override void Close()
    {
        _writer.Dispose();
        _stream.Dispose();
    }

    private void WriteValue(ResultValue value)
    {
        switch (value.Kind)
        {
            case ResultValueKind.Text:
                _writer.WriteStringValue(value.Text);
                break;
            case ResultValueKind.Number:
                _writer.WriteNumberValue(value.Number);
                break;
            case ResultValueKind.Real:
                _writer.WriteNumberValue(value.Real);
                break;
            case ResultValueKind.Time:
                _writer.WriteStringValue(new DateTime((long)value.Number, DateTimeKind.Utc));
                break;
            case ResultValueKind.Truth:
                _writer.WriteBooleanValue(value.Number != 0);
                break;
            default:
                _writer.WriteNullValue();
                break;
        }
    }
}
