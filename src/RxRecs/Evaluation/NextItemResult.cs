namespace RxRecs.Recommenders;

/// <summary>Holds what came next in a visit, and how each recommender's list fared.</summary>
/// <param name="Session">The number of the visit, in order of beginnings.</param>
/// <param name="Position">The place of the item in the visit, from 2: the first item is never to be predicted.</param>
/// <param name="EventTime">The time of the event.</param>
/// <param name="Item">The item that came.</param>
/// <param name="Verdicts">The verdict on each recommender's list, in the order of the recommenders.</param>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record NextItemResult<TItem>(
    long Session, int Position, DateTimeOffset EventTime, TItem Item, IReadOnlyList<NextItemVerdict<TItem>> Verdicts)
{
    /// <summary>Gets the kind of the event.</summary>
    public InteractionKind Kind { get; init; }

    /// <summary>
    /// Gets a value indicating whether the visit had the item already: a repetition rather than an exploration.
    /// </summary>
    public bool IsRepeat { get; init; }

    /// <summary>
    /// Gets the number of events that the item had before, in training and test; 0 for one that is new.
    /// </summary>
    public long EventsBefore { get; init; }
}
