namespace RxRecs.DynamicData;

/// <summary>
/// Represents an entry of a ranked list, where it stands, and where it stood in the list before. All of it follows from
/// these two lists alone.
/// </summary>
/// <param name="Entry">The entry.</param>
/// <param name="Rank">The rank of the entry, from 1.</param>
/// <param name="PreviousRank">
/// The rank of the entry in the list before, from 1: above <paramref name="Rank"/> if it has climbed, equal to it if it
/// has kept its place. Null if the list before did not hold it: in the first list, after an empty one, and whenever it
/// comes back.
/// </param>
/// <typeparam name="TEntry">The entries' type.</typeparam>
public readonly record struct Ranked<TEntry>(TEntry Entry, int Rank, int? PreviousRank);
