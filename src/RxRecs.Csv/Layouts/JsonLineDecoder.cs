using System.Text.Json;
using CsvHelper;

namespace RxRecs.Csv;

/// <summary>Records as JSON, one object per line: by the names that RxRecs writes, or by the paths of a column map,
/// which may make several rows of one line. A line may be one that a console consumer of Kafka has saved.</summary>
internal sealed class JsonLineDecoder : RowDecoder<Interaction>
{
    private static readonly string[] OwnNames = ["event_time", "event_type", "product_id"];
    private static readonly string[] OttoNames = ["session", "events"];
    private readonly InteractionReader? _plain;
    private readonly MappedJsonReader? _mapped;
    private int _next;

    public JsonLineDecoder(ShopFileOptions options, string source, ReadOnlySpan<byte> firstLine)
    {
        var columns = options.Columns;
        if (columns is null && options.AdjustColumns is { } adjust)
        {
            var adjusted = adjust(ShopColumns.Rees46Events);
            columns = adjusted == ShopColumns.Rees46Events ? null : adjusted;
        }
        else if (columns is not null)
        {
            columns = options.AdjustColumns?.Invoke(columns) ?? columns;
        }

        if (columns is null)
        {
            CheckNames(source, firstLine);
            _plain = new InteractionReader(options.MaxRecordSize, options.SessionPrefix);
            return;
        }

        try
        {
            _mapped = new MappedJsonReader(columns, options.SessionPrefix);
        }
        catch (FormatException error)
        {
            throw new ShopFileException(source, $"{error.Message} Correct the column map (--columns).", error);
        }
    }

    public override FieldReader Fields => _plain?.Fields ?? _mapped!.Fields;

    /// <summary>Tells whether an object has the members of a line of OTTO, or none that tell.</summary>
    public static bool IsOtto(ReadOnlySpan<byte> line) => Names(line) is var names
        && (names.Count == 0 || OttoNames.Any(names.Contains))
        && !names.Contains("event_time") && !names.Contains("product_id");

    /// <summary>Finds the first of the first lines whose members are those of a known layout: the very first may be
    /// broken, or a record of another kind.</summary>
    /// <param name="lines">The lines, of which the last may be cut off.</param>
    /// <param name="first">The first of them, which is given where none is found.</param>
    /// <returns>The line.</returns>
    public static ReadOnlySpan<byte> FindTelling(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> first)
    {
        const int Most = 100;
        var left = Most;
        foreach (var range in lines.SplitAny((byte)'\n', (byte)'\r'))
        {
            var line = ConsumedLine.Value(lines[range]);
            var names = Names(line);
            if (OwnNames.Any(names.Contains) || OttoNames.Any(names.Contains))
            {
                return line;
            }

            if (--left == 0)
            {
                break;
            }
        }

        return first;
    }

    public override string? Decode(CsvReader record, long line, out Interaction value)
    {
        Fields.Counter.Line = line;
        if (_plain is not null)
        {
            return Advise(_plain.Parse(ConsumedLine.Value(record.RawRecord), out value));
        }

        if (!HasMore)
        {
            _next = 0;
            if (_mapped!.Read(ConsumedLine.Value(record.RawRecord)) is { } problem)
            {
                _mapped.Rows.Clear();
                value = default;
                return problem;
            }
        }

        (value, var wrong) = _mapped!.Rows[_next++];
        HasMore = _next < _mapped.Rows.Count;
        return wrong;
    }

    private static string? Advise(string? problem) =>
        problem is not null && problem.EndsWith(" is missing", StringComparison.Ordinal)
            ? $"{problem}; where another member has it, name that with a column map (--columns time=PATH,item=PATH)"
            : problem;

    private static void CheckNames(string source, ReadOnlySpan<byte> line)
    {
        var names = Names(line);
        if (names.Count > 0 && !OwnNames.Any(names.Contains))
        {
            throw new ShopFileException(
                source,
                $"the members are not those of a known layout; found {string.Join(", ", names.Take(20))}. "
                + "Say which member is which with a column map (--columns time=PATH,item=PATH).");
        }
    }

    private static List<string> Names(ReadOnlySpan<byte> line)
    {
        var names = new List<string>();
        try
        {
            var json = new Utf8JsonReader(line, isFinalBlock: false, default);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
                {
                    names.Add(json.GetString()!);
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What could be read tells.
        }

        return names;
    }
}
