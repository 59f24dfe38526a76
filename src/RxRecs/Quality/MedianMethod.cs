namespace RxRecs;

/// <summary>How <c>RunningStatistics</c> finds the median.</summary>
public enum MedianMethod
{
    /// <summary>Exactly up to 1,000 numbers, then by a sketch: fixed memory, at most 0.8 % off.</summary>
    Sketch,

    /// <summary>By a <see cref="RunningMedian"/>: exact, but keeps every number.</summary>
    Exact,

    /// <summary>Not at all: the median is given as 0.</summary>
    None,
}
