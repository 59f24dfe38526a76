namespace RxRecs;

/// <summary>Tells how <c>RunningStatistics</c> finds the median.</summary>
public enum MedianMethod
{
    /// <summary>Exactly up to 1,000 numbers, then by a sketch: fixed memory, at most 0.8 % off.</summary>
    Sketch,

    /// <summary>By two heaps: exact, but keeps every number.</summary>
    Exact,

    /// <summary>Not at all: the median is given as 0.</summary>
    None,
}
