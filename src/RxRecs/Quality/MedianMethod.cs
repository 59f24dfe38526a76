namespace RxRecs;

/// <summary>Tells how <c>RunningStatistics</c> finds the median.</summary>
public enum MedianMethod
{
    /// <summary>By a sketch of the distribution: fixed memory, at most 0.8 % off.</summary>
    Sketch,

    /// <summary>By two heaps: exact, but keeps every number.</summary>
    Exact,

    /// <summary>Not at all: the median is given as 0.</summary>
    None,
}
