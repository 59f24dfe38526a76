namespace RxRecs.Shop.Input;

/// <summary>A row of a table that events are enriched with.</summary>
/// <param name="Key">Whose row it is.</param>
/// <param name="ChangedAt">From when on it holds.</param>
/// <param name="Fields">What else it says, by the names of its columns.</param>
internal sealed record TableRow(Id Key, DateTimeOffset ChangedAt, IReadOnlyDictionary<string, string> Fields);
