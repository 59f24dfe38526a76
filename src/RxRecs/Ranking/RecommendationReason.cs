namespace RxRecs;

/// <summary>Why an item is recommended.</summary>
/// <param name="Source">The candidate source that proposed it first.</param>
/// <param name="Value">
/// The source's own figure: a trend's score or percent, a similarity, a count, a place in time.
/// </param>
/// <param name="Detail">
/// What a reader needs beside it, such as the brand that matched; null where there is nothing.
/// </param>
/// <param name="IsFallback">
/// Whether it is there only because nothing could be said from what is known of the user, or nothing is known.
/// </param>
public readonly record struct RecommendationReason(
    RecommendationSource Source, double Value, string? Detail = null, bool IsFallback = false);
