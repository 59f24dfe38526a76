namespace RxRecs.Recommenders;

/// <summary>Takes a score apart: what made an item be recommended, in parts that add up to its score.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">The score, as in the list; the sum of the contributions up to rounding.</param>
/// <param name="Contributions">The parts, the greatest first.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record RecommendationExplanation<TItem>(
    TItem Item, double Score, IReadOnlyList<ScoreContribution<TItem>> Contributions)
{
    /// <summary>
    /// Gets a value indicating whether the fallback was used: the item is there only because nothing could be said from
    /// what is known of the user, or nothing is known.
    /// </summary>
    public bool IsFallback { get; init; }

    /// <summary>
    /// Gets the name of the list rule that left the item out of the list in spite of its score; null where none did.
    /// </summary>
    public string? LeftOutBy { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var parts = string.Join(
            " + ", Contributions.Select(static part => FormattableString.Invariant($"{part.Source} {part.Value}")));
        return FormattableString.Invariant($"{Item}: {Score} = {parts}")
            + (IsFallback ? ", for everybody" : "")
            + (LeftOutBy is null ? "" : $", left out by {LeftOutBy}");
    }

    /// <summary>Makes one of the parts of a score; null where there are none, or the item is excluded.</summary>
    internal static RecommendationExplanation<TItem>? Of(
        TItem item,
        IReadOnlyList<ScoreContribution<TItem>> parts,
        IReadOnlySet<TItem>? excluded,
        bool isFallback = false) =>
        parts.Count == 0 || excluded?.Contains(item) == true
            ? null
            : new(item, parts.Sum(static part => part.Value), parts) { IsFallback = isFallback };
}
