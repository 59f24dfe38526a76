using System.Text.Json;

namespace RxRecs;

/// <summary>
/// Reads the members of JSON values; what is wrong is a <see cref="JsonProblem"/> that tells the place.
/// </summary>
internal static class JsonMembers
{
    /// <summary>Reads a member.</summary>
    public static T Get<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGet(name, out var value) ? Read(value, name, read) : throw new JsonProblem("is missing", name);

    /// <summary>Reads a member that may be left out, or null: it is then the default value.</summary>
    public static T? Optional<T>(this JsonElement json, string name, Func<JsonElement, T?> read) =>
        json.TryGet(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? Read(value, name, read)
            : default;

    /// <summary>Reads the elements of a member that is an array.</summary>
    public static T[] All<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Get(name, array => array.Elements(read));

    /// <summary>Reads the elements of an array.</summary>
    public static T[] Elements<T>(this JsonElement json, Func<JsonElement, T> read)
    {
        ThrowUnless(json.ValueKind == JsonValueKind.Array, "is not an array");
        var elements = new T[json.GetArrayLength()];
        var place = 0;
        foreach (var each in json.EnumerateArray())
        {
            try
            {
                elements[place] = read(each);
            }
            catch (JsonProblem problem)
            {
                throw problem.In(place);
            }

            place++;
        }

        return elements;
    }

    public static string Text(this JsonElement json) => json.ValueKind == JsonValueKind.String
        ? Decoded(json)
        : throw new JsonProblem("is not a text");

    public static bool Flag(this JsonElement json) => json.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? json.GetBoolean()
        : throw new JsonProblem("is neither true nor false");

    public static int Whole32(this JsonElement json) => IsNumber(json) && json.TryGetInt32(out var number)
        ? number
        : throw new JsonProblem("is not a whole number of 32 bits");

    public static long Whole64(this JsonElement json) => IsNumber(json) && json.TryGetInt64(out var number)
        ? number
        : throw new JsonProblem("is not a whole number of 64 bits");

    /// <summary>Reads how often something was, or how many there are.</summary>
    public static int Count32(this JsonElement json) =>
        json.Whole32() is >= 0 and var count ? count : throw new JsonProblem("is negative");

    /// <inheritdoc cref="Count32"/>
    public static long Count64(this JsonElement json) =>
        json.Whole64() is >= 0 and var count ? count : throw new JsonProblem("is negative");

    public static double Number(this JsonElement json) =>
        IsNumber(json) && json.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonProblem("is not a finite number");

    public static decimal Exact(this JsonElement json) => IsNumber(json) && json.TryGetDecimal(out var number)
        ? number
        : throw new JsonProblem("is not a number of at most 28 digits");

    /// <summary>Reads a time; one without an offset is in UTC, wherever the program runs.</summary>
    public static DateTimeOffset Time(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String || !json.TryGetDateTimeOffset(out var time))
        {
            throw new JsonProblem("is not a time in ISO 8601");
        }

        return json.TryGetDateTime(out var plain) && plain.Kind == DateTimeKind.Unspecified
            ? new DateTimeOffset(plain, TimeSpan.Zero)
            : time.ToUniversalTime();
    }

    public static Id Id(this JsonElement json)
    {
        var text = json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => Decoded(json),
            JsonValueKind.Number => json.GetRawText(),
            _ => throw new JsonProblem("is no id: a number, a text or null"),
        };
        return text is null ? RxRecs.Id.None : RxRecs.Id.Parse(text);
    }

    /// <summary>Reads one of some names; gives its index.</summary>
    public static int OneOf(this JsonElement json, string[] names) =>
        json.ValueKind == JsonValueKind.String && Array.IndexOf(names, Decoded(json)) is >= 0 and var index
            ? index
            : throw new JsonProblem($"is none of {string.Join(", ", names)}");

    /// <summary>Refuses a value.</summary>
    public static void ThrowUnless(bool isRight, string problem)
    {
        if (!isRight)
        {
            throw new JsonProblem(problem);
        }
    }

    private static bool TryGet(this JsonElement json, string name, out JsonElement value)
    {
        ThrowUnless(json.ValueKind == JsonValueKind.Object, "is not an object");
        return json.TryGetProperty(name, out value);
    }

    private static T Read<T>(JsonElement value, string name, Func<JsonElement, T> read)
    {
        try
        {
            return read(value);
        }
        catch (JsonProblem problem)
        {
            throw problem.In(name);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw new JsonProblem($"is refused: {error.Message}", name, error);
        }
    }

    private static bool IsNumber(JsonElement json) => json.ValueKind == JsonValueKind.Number;

    private static string Decoded(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new JsonProblem("is not valid text", cause: error);
        }
    }
}
