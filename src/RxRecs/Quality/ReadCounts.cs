namespace RxRecs;

/// <summary>Tells how much one subscription to a source has read.</summary>
/// <param name="Values">Records that could be read.</param>
/// <param name="DeadLetters">Records that could not.</param>
public readonly record struct ReadCounts(long Values, long DeadLetters);
