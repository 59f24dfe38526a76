using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Analytics;

/// <summary>Carries an event with the change that held for its key at its time.</summary>
/// <param name="Event">The event.</param>
/// <param name="Change">The newest change that is not after the event; the default value where there is none.</param>
/// <param name="IsKnown">True if there is such a change.</param>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TChange">The changes' type.</typeparam>
public readonly record struct Enriched<TEvent, TChange>(TEvent Event, TChange? Change, bool IsKnown)
{
    /// <summary>Gets a value indicating whether there is such a change.</summary>
    [MemberNotNullWhen(true, nameof(Change))]
    public bool IsKnown { get; init; } = IsKnown;
}
