namespace RxRecs;

/// <summary>Tells what a candidate source is for.</summary>
public enum RecommendationPurpose
{
    /// <summary>It proposes items that the user may not know.</summary>
    Discovery,

    /// <summary>It reminds the user of items touched before.</summary>
    Reminder,

    /// <summary>It proposes items for everybody, where nothing better is known.</summary>
    Fallback,
}
