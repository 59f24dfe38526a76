namespace RxRecs;

/// <summary>Represents what an event tells about its item.</summary>
/// <param name="Brand">The brand, or null.</param>
/// <param name="Category">The category's id, or none.</param>
/// <param name="CategoryPath">The path of the category, general to special with dots between, or null.</param>
/// <param name="Price">The price of one piece, or null.</param>
public readonly record struct ItemFacts(
    string? Brand = null, Id Category = default, string? CategoryPath = null, decimal? Price = null);
