namespace RxRecs.Recommenders;

/// <summary>Represents how the list made before a session fared in it.</summary>
/// <param name="User">The user of the session.</param>
/// <param name="Session">The session.</param>
/// <param name="Outcome">The outcome, which says whether the session counts.</param>
/// <param name="ListLength">The number K of items that the list could have held.</param>
/// <param name="Recommended">The list made before the session's first event was learned, best first, no item
/// twice.</param>
/// <param name="Relevant">The distinct relevant items in the order of their first event.</param>
/// <param name="Hits">The recommended items that are relevant, best first.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TSession">The sessions' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record SessionScore<TUser, TSession, TItem>(
    TUser User,
    TSession Session,
    SessionOutcome Outcome,
    int ListLength,
    IReadOnlyList<TItem> Recommended,
    IReadOnlyList<TItem> Relevant,
    IReadOnlyList<TItem> Hits)
{
    /// <summary>Gets hits / items recommended (0 for an empty list); null where the session does not count.</summary>
    public double? Precision =>
        Outcome != SessionOutcome.Evaluated ? null : (double)Hits.Count / Math.Max(1, Recommended.Count);

    /// <summary>Gets hits / K; null where the session does not count.</summary>
    public double? PrecisionAtK => Outcome != SessionOutcome.Evaluated ? null : (double)Hits.Count / ListLength;

    /// <summary>Gets hits / relevant items; null where the session does not count.</summary>
    public double? Recall => Outcome != SessionOutcome.Evaluated ? null : (double)Hits.Count / Relevant.Count;
}
