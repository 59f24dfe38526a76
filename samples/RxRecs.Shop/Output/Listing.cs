namespace RxRecs.Shop.Output;

/// <summary>Lists within a cell.</summary>
internal static class Listing
{
    private const int Most = 12;

    /// <summary>The values with spaces between, a long list cut.</summary>
    public static string Join<T>(this IReadOnlyCollection<T> values, int most = Most) =>
        values.Count == 0 ? "-"
        : values.Count > most ? $"{string.Join(' ', values.Take(most))} … ({values.Count})"
        : string.Join(' ', values);

    /// <summary>Names as ids are ordered: numbers by value, then text.</summary>
    public static IEnumerable<string> InOrderOfIds(this IEnumerable<string> names) => names
        .OrderBy(name => Id.TryParse(name, out var id) ? id : Id.None).ThenBy(name => name, StringComparer.Ordinal);
}
