using RxRecs.Recommenders;

namespace RxRecs.Machines;

/// <summary>Carries an event, or what the shop states of an item.</summary>
/// <param name="Event">The event; the default value where there is a change.</param>
/// <param name="Change">The change, or null.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
internal readonly record struct EnrichInput<TEvent, TItem>(TEvent? Event, ItemChange<TItem>? Change)
    where TItem : notnull;
