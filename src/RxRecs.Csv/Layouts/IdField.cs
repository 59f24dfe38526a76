namespace RxRecs.Csv.Layouts;

/// <summary>
/// Reads ids. What programs write for a missing value would be the id that all unknown users share, so it is none.
/// </summary>
internal static class IdField
{
    private const string StandsForNothing = "stands for nothing";

    /// <summary>Reads an id that must be there.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Required(ReadOnlySpan<byte> text, TextPool pool, out Id id)
    {
        var problem = Optional(text, pool, out id);
        return problem is null && id.IsNone ? StandsForNothing : problem;
    }

    /// <summary>Reads an id; a marker of nothing is none.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Optional(ReadOnlySpan<byte> text, TextPool pool, out Id id)
    {
        var problem = Id.Read(text, pool, out id);
        if (!id.IsNumber && IsNothing(text))
        {
            id = Id.None;
        }

        return problem;
    }

    private static bool IsNothing(ReadOnlySpan<byte> text) => text.Length switch
    {
        2 => text.SequenceEqual("NA"u8) || text.SequenceEqual("\\N"u8),
        3 => text.SequenceEqual("NaN"u8) || text.SequenceEqual("nan"u8),
        4 => text.SequenceEqual("NULL"u8) || text.SequenceEqual("null"u8),
        _ => false,
    };
}
