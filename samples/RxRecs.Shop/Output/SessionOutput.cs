namespace RxRecs.Shop.Output;

/// <summary>A session that has begun.</summary>
internal sealed record SessionOutput(NewSession<long, string, long> Session)
{
    public static ResultTable<SessionOutput> New { get; } = new("new_session", Say)
    {
        { "session_id", next => next.Session.Session },
        { "user_id", next => next.Session.User },
        { "last", next => next.Session.LastItems },
        { "recommended_item", next => next.Session.Recommendation?.RecommendedItem },
    };

    private static string Say(SessionOutput next) =>
        $"New session {next.Session.Session} of user {next.Session.User}, "
        + $"last items {next.Session.LastItems.Join(10)}: "
        + (next.Session.Recommendation is { } found
            ? $"recommended {found.RecommendedItem}."
            : "nothing to recommend.");
}
