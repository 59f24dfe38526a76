namespace RxRecs.SyntheticShop;

/// <summary>One row to be written: who did what with which item, when, during which visit.</summary>
/// <param name="Seconds">When, in seconds from the shop's first midnight.</param>
/// <param name="Kind">What.</param>
/// <param name="Rank">The item, by its place in the catalog.</param>
/// <param name="User">Who.</param>
/// <param name="Session">Which visit.</param>
public readonly record struct ShopRow(long Seconds, InteractionKind Kind, int Rank, int User, Guid Session);
