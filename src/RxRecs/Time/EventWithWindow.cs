namespace RxRecs;

/// <summary>Represents an event and what its key had done in the time before it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Window">The window that ends where the event happens; the event is not in it.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TAccumulate">The aggregate's type.</typeparam>
public readonly record struct EventWithWindow<TEvent, TKey, TAccumulate>(
    TEvent Event, EventWindow<TKey, TAccumulate> Window);
