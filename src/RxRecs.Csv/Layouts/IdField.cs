using System.Text.Json;

namespace RxRecs.Csv;

/// <summary>Reads the ids of layouts that are no tables.</summary>
internal static class IdField
{
    private static readonly NullMarkers Markers = new(ShopColumns.UsualNullMarkers);

    /// <summary>Reads an id that must be there.</summary>
    /// <returns>Null on success; otherwise a description of the fault.</returns>
    public static string? Required(ReadOnlySpan<byte> text, TextPool pool, out Id id)
    {
        var problem = Id.Read(text, pool, out id);
        if (id.IsNumber || !Markers.Have(text))
        {
            return problem;
        }

        id = Id.None;
        return "stands for nothing";
    }

    /// <summary>Reads an id that must be there from a number or a text of JSON.</summary>
    /// <returns>Null on success; otherwise a description of the fault with the member's name.</returns>
    public static string? Required(ref Utf8JsonReader json, string name, TextPool pool, out Id id)
    {
        id = Id.None;
        if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            return $"{name} is not a number or a text";
        }

        if (!json.ValueIsEscaped)
        {
            return Required(json.ValueSpan, name, pool, out id);
        }

        // An escaped byte takes up to six.
        Span<byte> text = stackalloc byte[6 * Id.MaxBytes];
        return json.ValueSpan.Length > text.Length
            ? FieldProblem.Describe(name, json.ValueSpan, "is too long")
            : Required(text[..json.CopyString(text)], name, pool, out id);
    }

    private static string? Required(ReadOnlySpan<byte> text, string name, TextPool pool, out Id id) =>
        Required(text, pool, out id) is { } problem ? FieldProblem.Describe(name, text, problem) : null;
}
