namespace RxRecs;

/// <summary>Represents an event that was set aside: it is not in the results, and it is not lost.</summary>
/// <param name="Event">The event itself.</param>
/// <param name="Reason">The reason why the event was set aside.</param>
/// <param name="Counters">The counts so far, this event included.</param>
/// <typeparam name="TEvent">The event's type.</typeparam>
public sealed record Rejected<TEvent>(TEvent Event, RejectionReason Reason, QualityCounters Counters);
