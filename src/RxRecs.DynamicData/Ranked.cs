namespace RxRecs.DynamicData;

/// <summary>An entry of a ranked list and where it stands.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Rank">Its rank, from 1.</param>
/// <param name="PreviousRank">Its rank in the list before, from 1; null where it is new in the list.</param>
/// <typeparam name="TEntry">The entries' type.</typeparam>
public readonly record struct Ranked<TEntry>(TEntry Entry, int Rank, int? PreviousRank);
