namespace RxRecs.Analytics;

/// <summary>Specifies which of the touches within the window a conversion is credited to.</summary>
public enum AttributionRule
{
    /// <summary>Credits the earliest.</summary>
    FirstTouch,

    /// <summary>Credits the latest.</summary>
    LastTouch,
}
