using System.Runtime.InteropServices;

namespace RxRecs.Analytics;

/// <summary>Describes one line of a ranking that an event has changed.</summary>
/// <param name="Item">The item.</param>
/// <param name="Pieces">The number of pieces sold so far, returns taken off.</param>
/// <param name="Revenue">The revenue of the pieces in the shop's currency; pieces of unknown price add nothing.</param>
/// <param name="Rank">The item's rank now, from 1; 0 when it has left the ranking.</param>
/// <param name="PreviousRank">The item's rank before, from 1; 0 when it is new in the ranking.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SalesRankChange<TItem>(
    TItem Item, long Pieces, decimal Revenue, int Rank, int PreviousRank);
