using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace RxRecs;

/// <summary>Reads JSON records by the paths of a column map: a row for each element of the array that the paths run
/// through, or one.</summary>
internal sealed class MappedJsonReader
{
    private const string NotPlain = "is not a number or a text";
    private readonly ShopColumns _columns;
    private readonly JsonPath?[] _paths;
    private readonly JsonPath _longest;
    private readonly int _arrays;

    // What each path leads to. One that runs through no array is followed once for all rows: the cost of a record grows
    // with its size alone.
    private readonly JsonElement[] _found;

    /// <summary>Makes a reader.</summary>
    /// <exception cref="FormatException">A path is none, or two run through different arrays.</exception>
    public MappedJsonReader(ShopColumns columns, string sessionPrefix = "")
    {
        _columns = columns;
        _paths = [.. columns.All.Select(column => column.Column is null
            ? null
            : new JsonPath(ShopColumns.NameOf(column.Column)))];
        Fields = new FieldReader(columns, sessionPrefix);
        _longest = _paths.OfType<JsonPath>().MaxBy(path => path.Arrays.Count)!;
        _arrays = _longest.Arrays.Count;
        _found = new JsonElement[_paths.Length];
        foreach (var path in _paths.OfType<JsonPath>())
        {
            if (!_longest.Arrays.Take(path.Arrays.Count).SequenceEqual(path.Arrays))
            {
                throw new FormatException(
                    $"The paths {path.Text} and {_longest.Text} run through different arrays: "
                        + "rows cannot be made of both.");
            }
        }
    }

    /// <summary>
    /// Tells whether a number that looks like seconds, where milliseconds are expected, is refused; a file is told of
    /// as a whole.
    /// </summary>
    public bool RefusesSeconds { get; init; }

    /// <summary>Gives the rules, and what the optional fields did not tell.</summary>
    public FieldReader Fields { get; }

    /// <summary>Gives the rows of the last record, each with what is wrong with it or null.</summary>
    public List<(Interaction Value, string? Problem)> Rows { get; } = [];

    /// <summary>Reads a record into <see cref="Rows"/>, at least one.</summary>
    /// <returns>Null on success; otherwise the reason why it is no record.</returns>
    public string? Read(ReadOnlySpan<byte> json)
    {
        Rows.Clear();
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            while (reader.Read())
            {
            }

            ReadArrays(document.RootElement, 0);
            return null;
        }
        catch (JsonException error)
        {
            return $"the record is not JSON: {FieldProblem.OfJson(error)}";
        }
        catch (InvalidOperationException error)
        {
            return $"the record is not JSON: {error.Message}";
        }
    }

    private static string WhyNot(JsonPath path, bool isThere) =>
        $"{path.Text} {(isThere ? NotPlain : $"is missing, which the column map (--columns) names{Advise(path)}")}";

    private static string Advise(JsonPath path) => path.IsOfPoints
        ? $"; one member of that name is written ['{path.Text}']"
        : "";

    private static bool TryUnescape(JsonElement value, ReadOnlySpan<byte> raw, out ReadOnlySpan<byte> text)
    {
        text = raw;
        if (!raw.Contains((byte)'\\'))
        {
            return true;
        }

        try
        {
            text = Encoding.UTF8.GetBytes(value.GetString()!);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }

    private void ReadArrays(JsonElement at, int array)
    {
        for (var field = 0; field < _paths.Length; field++)
        {
            if (_paths[field] is { } path && path.Arrays.Count == array)
            {
                _found[field] = path.Find(at);
            }
        }

        if (array == _arrays)
        {
            var problem = ReadRow(out var value);
            Rows.Add((problem is null ? value : default, problem));
            return;
        }

        var elements = _longest.FindArray(at, array);
        if (elements.ValueKind != JsonValueKind.Array || elements.GetArrayLength() == 0)
        {
            Rows.Add((default, WhyNone(array)));
            return;
        }

        foreach (var element in elements.EnumerateArray())
        {
            ReadArrays(element, array + 1);
        }
    }

    /// <summary>A record of a kind that is left out needs no elements.</summary>
    private string WhyNone(int array)
    {
        var isOther = _paths[1] is { } kind && kind.Arrays.Count <= array
            && ReadKind(out _) is { } problem && ReferenceEquals(problem, FieldReader.OtherKind);
        return isOther ? FieldReader.OtherKind : $"{_longest.Arrays[array]} has no element";
    }

    private string? ReadRow(out Interaction value)
    {
        value = default;
        if (ReadKind(out var kind) is { } noKind)
        {
            return noKind;
        }

        if (ReadTime(out var ticks) is { } noTime)
        {
            return noTime;
        }

        if (!TryText(2, out var text, out var isThere))
        {
            return WhyNot(_paths[2]!, isThere);
        }

        if (Fields.Item(text, out var item) is { } noItem)
        {
            return noItem;
        }

        var elapsed = TryOptional(10, out text) ? Fields.Elapsed(text) : 0;
        var user = TryOptional(3, out text) ? Fields.User(text) : Id.None;
        value = new Interaction(Math.Min(ticks + elapsed, DateTime.MaxValue.Ticks), kind, user, item)
        {
            Session = TryOptional(4, out text) ? Fields.Session(text) : null,
            Category = TryOptional(5, out text) ? Fields.Category(text) : Id.None,
            CategoryPath = TryOptional(6, out text) ? Fields.CategoryPath(text) : null,
            Brand = TryOptional(7, out text) ? Fields.Brand(text) : null,
            PriceInUnits = TryOptional(8, out text) ? Fields.Price(text) : Interaction.NoPrice,
            Quantity = TryOptional(9, out text) ? Fields.Quantity(text) : 1,
        };
        return null;
    }

    private string? ReadKind(out InteractionKind kind)
    {
        kind = _columns.DefaultKind;
        return _paths[1] is null ? null
            : TryText(1, out var text, out var isThere) ? Fields.Kind(text, out kind)
            : !isThere && ShopColumns.IsOptional(_columns.Kind!) ? FieldReader.OtherKind
            : WhyNot(_paths[1]!, isThere);
    }

    private string? ReadTime(out long ticks)
    {
        ticks = 0;
        if (!TryText(0, out var text, out var isThere))
        {
            return WhyNot(_paths[0]!, isThere);
        }

        var isNumber = _found[0].ValueKind == JsonValueKind.Number;
        return Fields.Times.Read(text, isNumber ? EpochUnit.Milliseconds : null, out ticks)
            ?? (RefusesSeconds && isNumber ? Fields.Times.DoubtSeconds(ticks) : null);
    }

    private bool TryOptional(int field, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_paths[field] is not { } path)
        {
            return false;
        }

        if (TryText(field, out text, out var isThere))
        {
            return true;
        }

        if (isThere)
        {
            Fields.Counter.AddUnreadable(path.Text, default, NotPlain);
        }

        return false;
    }

    private bool TryText(int field, out ReadOnlySpan<byte> text, out bool isThere)
    {
        text = default;
        var value = _found[field];
        isThere = value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                return TryUnescape(value, raw[1..^1], out text);
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text = JsonMarshal.GetRawUtf8Value(value);
                return true;
            default:
                return false;
        }
    }
}
