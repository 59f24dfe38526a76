namespace RxRecs.Recommenders;

/// <summary>Specifies whether a session counts, and if not, why.</summary>
public enum SessionOutcome
{
    /// <summary>The session counts.</summary>
    Evaluated,

    /// <summary>The user had no event before the session, so that nothing could be known.</summary>
    NoHistory,

    /// <summary>The list was empty, and the options leave such sessions out.</summary>
    NothingRecommended,

    /// <summary>The session has no relevant item, such as no purchase.</summary>
    NothingRelevant,
}
