namespace RxRecs;

/// <summary>Specifies what must be said about a list of recommendations.</summary>
public enum RecommendationNotice
{
    /// <summary>Nothing: the list was made for this user.</summary>
    None,

    /// <summary>
    /// Nothing could be said from what is known of the user, or nothing is known: the list is the same for everybody.
    /// </summary>
    Fallback,

    /// <summary>There is nothing to recommend, for this user or for anybody.</summary>
    Nothing,
}
