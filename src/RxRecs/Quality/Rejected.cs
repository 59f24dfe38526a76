namespace RxRecs;

/// <summary>Represents an event that was set aside: it is not in the results, and it is not lost.</summary>
/// <param name="Event">The event itself.</param>
/// <param name="Reason">What was wrong with it.</param>
/// <param name="Counters">All counts, this event included.</param>
/// <typeparam name="TEvent">The event's type.</typeparam>
public sealed record Rejected<TEvent>(TEvent Event, RejectionReason Reason, QualityCounters Counters);
