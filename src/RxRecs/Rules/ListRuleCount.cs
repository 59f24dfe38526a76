namespace RxRecs.Recommenders;

/// <summary>Counts what a list rule has done.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Dropped">
/// The number of items it left out that stood above one that was shown, or for which no other was left.
/// </param>
/// <param name="Moved">The number of shown items it put at another place among those that it kept.</param>
public readonly record struct ListRuleCount(string Rule, long Dropped, long Moved);
