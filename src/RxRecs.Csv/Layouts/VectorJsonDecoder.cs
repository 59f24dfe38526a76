using System.Text.Json;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Vectors as JSON lines: objects with the members <c>item</c> and <c>vector</c>; others are passed
/// over.</summary>
internal sealed class VectorJsonDecoder : RowDecoder<VectorRow>
{
    private readonly TextPool _ids = new(12, "", isForNames: true);
    private readonly VectorNumbers _numbers = new();

    public override string? Decode(CsvReader record, long line, out VectorRow value)
    {
        value = default;
        _numbers.Clear();
        try
        {
            var json = new Utf8JsonReader(record.RawRecord);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return "not a JSON object";
            }

            var problem = ReadMembers(ref json, out var item, out var hasVector);
            while (json.Read())
            {
                // What is wrong behind the members is found as well.
            }

            value = new(item, _numbers.Read);
            return problem ?? (item.IsNone ? "item is missing" : hasVector ? null : "vector is missing");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return $"not JSON: {error.Message}";
        }
    }

    private string? ReadMembers(ref Utf8JsonReader json, out Id item, out bool hasVector)
    {
        (item, hasVector) = (Id.None, false);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isItem, isVector) = (json.ValueTextEquals("item"u8), json.ValueTextEquals("vector"u8));
            json.Read();
            if (isItem && IdField.Required(ref json, "item", _ids, out item) is { } problem)
            {
                return problem;
            }

            if (isVector)
            {
                hasVector = true;
                if (ReadNumbers(ref json) is { } wrong)
                {
                    return wrong;
                }
            }

            json.Skip();
        }

        return null;
    }

    private string? ReadNumbers(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return "vector is not an array";
        }

        _numbers.Clear();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number)
            {
                return $"number {_numbers.Read.Length + 1} is not a number";
            }

            if (_numbers.Add(json.ValueSpan) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }
}
