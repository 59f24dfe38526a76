using RxRecs.Shop.Output;

namespace RxRecs.Shop.Reports;

/// <summary>A session that has begun.</summary>
/// <param name="Session">The session.</param>
/// <param name="User">Whose.</param>
/// <param name="LastItems">The user's last items, oldest first.</param>
/// <param name="RecommendedItem">What is recommended on arrival, or none.</param>
internal sealed record SessionOutput(string Session, Id User, IReadOnlyList<Id> LastItems, Id RecommendedItem)
{
    public static ResultTable<SessionOutput> New { get; } = new("new_session", Say)
    {
        { "session_id", next => next.Session },
        { "user_id", next => next.User },
        { "last", next => next.LastItems },
        { "recommended_item", next => next.RecommendedItem },
    };

    private static string Say(SessionOutput next) =>
        $"New session {next.Session} of user {next.User}, last items {next.LastItems.Join(10)}: "
        + (next.RecommendedItem.IsNone ? "nothing to recommend." : $"recommended {next.RecommendedItem}.");
}
