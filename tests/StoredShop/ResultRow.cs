namespace RxRecs.StoredShop;

/// <summary>A result as it goes into the store; an empty text removes the row.</summary>
public sealed record ResultRow(string Key, DateTimeOffset Time, string Json);
