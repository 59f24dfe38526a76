namespace RxRecs.Shop.Output;

/// <summary>Lists within a cell.</summary>
internal static class Listing
{
    private const int Most = 12;

    /// <summary>The values with spaces between, a long list cut.</summary>
    public static string Join<T>(this IReadOnlyCollection<T> values) =>
        values.Count == 0 ? "-" : string.Join(' ', values.Take(Most)) + (values.Count > Most ? $" … ({values.Count})" : "");
}
