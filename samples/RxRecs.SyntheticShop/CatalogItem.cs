namespace RxRecs.SyntheticShop;

/// <summary>One item on sale.</summary>
/// <param name="Id">Its id, which says nothing about its popularity.</param>
/// <param name="Category">Its category, an index into <see cref="Catalog.Categories"/>.</param>
/// <param name="HasPath">Whether the rows name the category's path; real shops leave many out.</param>
/// <param name="Brand">Its brand, or null.</param>
/// <param name="Cents">Its price.</param>
public sealed record CatalogItem(long Id, int Category, bool HasPath, string? Brand, int Cents);
