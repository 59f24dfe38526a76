namespace RxRecs;

/// <summary>Which lists a report fills.</summary>
public enum TrendDirection
{
    /// <summary>All of them.</summary>
    Both,

    /// <summary>Rising and new items.</summary>
    Rising,

    /// <summary>Falling items.</summary>
    Falling,
}
