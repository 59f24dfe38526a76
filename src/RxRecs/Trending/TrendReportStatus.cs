namespace RxRecs;

/// <summary>Specifies whether a report has anything to say.</summary>
public enum TrendReportStatus
{
    /// <summary>
    /// There were enough buckets to compare; the lists may still be empty because nothing met the
    /// thresholds.
    /// </summary>
    Ready,

    /// <summary>There were not enough whole buckets to compare; the lists are empty.</summary>
    NotEnoughData,

    /// <summary>
    /// A part of what is compared was not observed, and the ranking leaves such out; the lists are
    /// empty.
    /// </summary>
    Partial,
}
