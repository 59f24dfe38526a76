namespace RxRecs.Analytics;

/// <summary>Specifies the role of an event in attribution.</summary>
public enum AttributionRole
{
    /// <summary>Plays no part.</summary>
    None,

    /// <summary>Can be credited with a conversion that follows: a click, a view.</summary>
    Touch,

    /// <summary>Is credited to a touch, or to none: a purchase.</summary>
    Conversion,
}
