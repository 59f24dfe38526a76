namespace RxRecs;

/// <summary>Tells what a candidate source is for.</summary>
public enum RecommendationPurpose
{
    /// <summary>The source proposes items that the user may not know.</summary>
    Discovery,

    /// <summary>The source reminds the user of items touched before.</summary>
    Reminder,

    /// <summary>The source proposes items for everybody, where nothing better is known.</summary>
    Fallback,
}
