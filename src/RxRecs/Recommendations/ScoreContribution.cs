namespace RxRecs.Recommenders;

/// <summary>Holds one part of a score.</summary>
/// <param name="Source">The source that contributed, such as next items or the history.</param>
/// <param name="Value">The amount that the source adds to the score.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct ScoreContribution<TItem>(RecommendationSource Source, double Value)
{
    /// <summary>
    /// Gets the item of the visit or history that led to the recommended one; the default value where none did.
    /// </summary>
    public TItem? MatchedItem { get; init; }

    /// <summary>
    /// Gets the number of the neighboring session that was followed, in order of their beginnings; of a similar user,
    /// the number of the event at which that user touched the recommended item. Null where there was no neighbor.
    /// </summary>
    public long? Neighbor { get; init; }

    /// <summary>Gets the time of the neighboring session's last event; null where none was followed.</summary>
    public DateTimeOffset? NeighborTime { get; init; }

    /// <summary>
    /// Gets the text that a reader needs beside the figure, such as the hash of the table that the part is from, what a
    /// trend counted in its two periods, or since when an item is in the cart; null where there is nothing.
    /// </summary>
    public string? Detail { get; init; }
}
