namespace RxRecs.Csv;

/// <summary>Reads the ids of layouts that are no tables.</summary>
internal static class IdField
{
    private static readonly NullMarkers Markers = new(ShopColumns.UsualNullMarkers);

    /// <summary>Reads an id that must be there.</summary>
    /// <returns>Null, or what is wrong.</returns>
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
}
