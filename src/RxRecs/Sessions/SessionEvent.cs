namespace RxRecs.Recommenders;

/// <summary>Represents an event and the visit it belongs to.</summary>
/// <param name="Value">The event.</param>
/// <param name="Session">
/// The number of its visit, in order of their beginnings, from 0; -1 where it belongs to none.
/// </param>
/// <param name="Position">
/// The place, from 1, among the visit's events as they arrived; 0 where the event has none.
/// </param>
/// <typeparam name="TEvent">The events' type.</typeparam>
public readonly record struct SessionEvent<TEvent>(TEvent Value, long Session, long Position);
