namespace RxRecs;

/// <summary>
/// Represents a span of event time that a trend compares: one bucket, or several one after the other.
/// </summary>
/// <param name="FirstIndex">The number of its first bucket.</param>
/// <param name="LastIndex">The number of its last bucket.</param>
/// <param name="Start">Its first instant, in UTC.</param>
/// <param name="End">The first instant after it, in UTC.</param>
public readonly record struct TrendPeriod(long FirstIndex, long LastIndex, DateTimeOffset Start, DateTimeOffset End);
