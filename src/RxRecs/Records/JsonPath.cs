using System.Globalization;
using System.Text.Json;

namespace RxRecs;

/// <summary>A way into a JSON record: members (<c>['a.b']</c> where a name has a point), places in arrays, all elements
/// of an array, or the first element whose member has a value.</summary>
internal sealed class JsonPath
{
    private readonly List<Step> _steps = [];
    private int _afterArray;

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public JsonPath(string path)
    {
        Text = path;
        var rest = path.AsSpan();
        while (!rest.IsEmpty)
        {
            rest = rest[0] == '[' ? ReadBracket(rest) : ReadName(rest);
        }

        if (_steps.Count == 0)
        {
            throw Wrong();
        }
    }

    private enum StepKind
    {
        Member,
        Place,
        All,
        Match,
    }

    /// <summary>Gives the path.</summary>
    public string Text { get; }

    /// <summary>Tells whether the path is of members alone, so that it could be the name of one.</summary>
    public bool IsOfPoints => _steps.Count > 1 && !Text.Contains('[');

    /// <summary>Gives the path up to each array whose elements all count.</summary>
    public List<string> Arrays { get; } = [];

    /// <summary>Gives what the path leads to; undefined where it leads nowhere.</summary>
    /// <param name="at">The record, or the element of the last array of <see cref="Arrays"/>.</param>
    /// <returns>The value.</returns>
    public JsonElement Find(JsonElement at) => Follow(at, _afterArray, _steps.Count);

    /// <summary>Gives an array of which all elements count.</summary>
    /// <param name="at">The record, or the element of the array before.</param>
    /// <param name="array">The index of the array in <see cref="Arrays"/>.</param>
    /// <returns>The array; undefined where the path leads nowhere.</returns>
    public JsonElement FindArray(JsonElement at, int array)
    {
        var (start, end) = (0, 0);
        for (var left = array; _steps[end].Kind != StepKind.All || left-- > 0; end++)
        {
            start = _steps[end].Kind == StepKind.All ? end + 1 : start;
        }

        return Follow(at, start, end);
    }

    private static bool HasValue(JsonElement element, Step step) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(step.Name, out var member)
        && (member.ValueKind == JsonValueKind.String ? member.ValueEquals(step.Value)
            : member.ValueKind == JsonValueKind.Number && member.GetRawText() == step.Value);

    private static JsonElement Element(JsonElement array, int place) =>
        array.ValueKind == JsonValueKind.Array && place < array.GetArrayLength() ? array[place] : default;

    private static JsonElement FirstMatch(JsonElement array, Step step)
    {
        if (array.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in array.EnumerateArray())
            {
                if (HasValue(element, step))
                {
                    return element;
                }
            }
        }

        return default;
    }

    private JsonElement Follow(JsonElement at, int start, int end)
    {
        for (var i = start; i < end && at.ValueKind != JsonValueKind.Undefined; i++)
        {
            var step = _steps[i];
            at = step.Kind switch
            {
                StepKind.Member => at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step.Name, out var member)
                    ? member
                    : default,
                StepKind.Place => Element(at, step.Place),
                _ => FirstMatch(at, step),
            };
        }

        return at;
    }

    private ReadOnlySpan<char> ReadName(ReadOnlySpan<char> rest)
    {
        if (_steps.Count > 0)
        {
            rest = rest[0] == '.' ? rest[1..] : throw Wrong();
        }

        var end = rest.IndexOfAny('.', '[');
        var name = end < 0 ? rest : rest[..end];
        if (name.IsWhiteSpace())
        {
            throw Wrong();
        }

        _steps.Add(new Step(StepKind.Member, name.ToString()));
        return end < 0 ? [] : rest[end..];
    }

    /// <summary>Reads a name that points and brackets are part of: <c>['user.id']</c>.</summary>
    private ReadOnlySpan<char> ReadQuoted(ReadOnlySpan<char> rest)
    {
        var name = rest[2..];
        var end = name.IndexOf([rest[1], ']']);
        if (end <= 0)
        {
            throw Wrong();
        }

        _steps.Add(new Step(StepKind.Member, name[..end].ToString()));
        return name[(end + 2)..];
    }

    private ReadOnlySpan<char> ReadBracket(ReadOnlySpan<char> rest)
    {
        if (rest is ['[', '\'' or '"', ..])
        {
            return ReadQuoted(rest);
        }

        var end = rest.IndexOf(']');
        if (end < 0)
        {
            throw Wrong();
        }

        var inside = rest[1..end].ToString();
        if (inside == "*")
        {
            Arrays.Add(Text[..(Text.Length - rest.Length)]);
            _steps.Add(new Step(StepKind.All, ""));
            _afterArray = _steps.Count;
        }
        else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            _steps.Add(new Step(StepKind.Place, "", place));
        }
        else if (inside.Split('=', 2) is [{ Length: > 0 } name, var value])
        {
            _steps.Add(new Step(StepKind.Match, name, 0, value));
        }
        else
        {
            throw Wrong();
        }

        return rest[(end + 1)..];
    }

    private FormatException Wrong() => new(
        $"'{Text}' is not a path into JSON; expected such as user.id, items[*].sku, items[0].sku, "
        + "params[key=page].value or ['user.id'] for one member of that name.");

    private readonly record struct Step(StepKind Kind, string Name, int Place = 0, string Value = "");
}
