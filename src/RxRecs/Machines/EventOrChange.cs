namespace RxRecs.Machines;

/// <summary>Carries an event, or a change of what events are joined with.</summary>
/// <param name="Event">The event; the default value where there is a change.</param>
/// <param name="Change">The change; the default value where there is an event.</param>
/// <param name="IsChange">True if it is a change.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TChange">The changes' type.</typeparam>
internal readonly record struct EventOrChange<TEvent, TChange>(TEvent? Event, TChange? Change, bool IsChange);
