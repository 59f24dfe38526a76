namespace RxRecs;

/// <summary>Represents the counts of what one subscription to a source has read.</summary>
/// <param name="Values">The number of records that could be read.</param>
/// <param name="DeadLetters">The number of records that could not be read.</param>
public readonly record struct ReadCounts(long Values, long DeadLetters);
