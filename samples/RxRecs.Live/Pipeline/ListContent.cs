namespace RxRecs.Live.Pipeline;

/// <summary>Holds what a list says, as the pipeline's thread has made it.</summary>
/// <param name="Items">The items, best first; the thread's own, which it fills with the next list.</param>
/// <param name="Notice">Null, or that nothing is known of the user.</param>
/// <param name="AsOf">The newest event that it knows.</param>
/// <param name="Made">When it was made.</param>
/// <param name="IsComplete">Whether all that had been sent was known.</param>
internal readonly record struct ListContent(
    IReadOnlyList<ListItem> Items, string? Notice, DateTimeOffset AsOf, DateTimeOffset Made, bool IsComplete);

/// <summary>Holds what a list says beside its items.</summary>
internal readonly record struct ListHead(string? Notice, DateTimeOffset AsOf, DateTimeOffset Made, bool IsComplete);
