namespace RxRecs.Recommenders;

/// <summary>Holds what one item of the visit, found in one other session, adds to a score.</summary>
internal readonly record struct ScorePart(long Neighbor, int MatchedItem, double Value);
