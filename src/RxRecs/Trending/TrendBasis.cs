namespace RxRecs;

/// <summary>Specifies what a trend compares with what.</summary>
public enum TrendBasis
{
    /// <summary>Compares the last bucket with the one before it: day over day, where buckets are days.</summary>
    LastTransition,

    /// <summary>Compares the last bucket with the first.</summary>
    FirstToLast,

    /// <summary>
    /// Compares the second half of the buckets with the first half: window over window. Of an odd number the middle one
    /// is left out.
    /// </summary>
    SecondHalfOverFirst,
}
