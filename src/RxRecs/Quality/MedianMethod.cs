namespace RxRecs.Analytics;

/// <summary>Specifies how <c>RunningStatistics</c> finds the median.</summary>
public enum MedianMethod
{
    /// <summary>
    /// Computes the median exactly up to 1,000 numbers, then by a sketch in fixed memory, at most 0.8 % off.
    /// </summary>
    Sketch,

    /// <summary>Computes the median exactly by two heaps, which keep every number.</summary>
    Exact,

    /// <summary>Leaves the median out: it is given as 0.</summary>
    None,
}
