using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>One line of a ranking that an event has changed.</summary>
/// <param name="Sales">The item and what it has sold now.</param>
/// <param name="Rank">Its rank now, from 1; 0 when it has left the ranking.</param>
/// <param name="PreviousRank">Its rank before, from 1; 0 when it is new in the ranking.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SalesRankChange<TItem>(ItemSales<TItem> Sales, int Rank, int PreviousRank);
