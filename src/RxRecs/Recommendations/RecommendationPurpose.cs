namespace RxRecs;

/// <summary>Specifies what a candidate source is for.</summary>
public enum RecommendationPurpose
{
    /// <summary>The source proposes items that the user may not know.</summary>
    Discovery,

    /// <summary>The source reminds the user of items touched before.</summary>
    Reminder,

    /// <summary>The source proposes items for everybody, where nothing better is known.</summary>
    Fallback,

    /// <summary>The source proposes items that go with others, to be bought beside them.</summary>
    Complement,

    /// <summary>The source proposes items that are like others, to be bought instead of them.</summary>
    Substitute,
}
