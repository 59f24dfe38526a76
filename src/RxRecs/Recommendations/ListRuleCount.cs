namespace RxRecs.Recommenders;

/// <summary>Counts what a list rule has done.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Dropped">
/// The number of items it left out that stood above one that was shown, or for which no other was left.
/// </param>
/// <param name="Moved">
/// The number of shown items it put at another place among those that it kept. One that moves up only because others
/// are left out is none of them, though <see cref="RecommendationReason.PlaceBefore"/> tells of it.
/// </param>
public readonly record struct ListRuleCount(string Rule, long Dropped, long Moved)
{
    /// <summary>
    /// Gives what the rules of one run have done between two moments, without those that have done nothing.
    /// </summary>
    internal static IReadOnlyList<ListRuleCount> Between(
        IReadOnlyList<ListRuleCount> before, IReadOnlyList<ListRuleCount> now)
    {
        List<ListRuleCount>? changes = null;
        for (var i = 0; i < now.Count; i++)
        {
            var change = new ListRuleCount(
                now[i].Rule, now[i].Dropped - before[i].Dropped, now[i].Moved - before[i].Moved);
            if (change.Dropped != 0 || change.Moved != 0)
            {
                (changes ??= []).Add(change);
            }
        }

        return changes ?? [];
    }
}
