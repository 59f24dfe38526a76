namespace RxRecs;

/// <summary>Holds a part of the score of a similar item.</summary>
/// <param name="Matched">The asked item that the neighbor shares.</param>
/// <param name="Neighbor">
/// The number of the event at which the neighbor touched the item that has the score; null for those who were not
/// looked at.
/// </param>
/// <param name="Value">The amount that it adds.</param>
internal readonly record struct HolderPart(int Matched, long? Neighbor, double Value);
