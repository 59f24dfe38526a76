using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>Tells of one line of a ranking that an event has changed.</summary>
/// <param name="Item">The item.</param>
/// <param name="Pieces">Pieces sold so far, returns taken off.</param>
/// <param name="Revenue">Their revenue in the shop's currency; pieces of unknown price add nothing.</param>
/// <param name="Rank">Its rank now, from 1; 0 when it has left the ranking.</param>
/// <param name="PreviousRank">Its rank before, from 1; 0 when it is new in the ranking.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SalesRankChange<TItem>(
    TItem Item, long Pieces, decimal Revenue, int Rank, int PreviousRank);
