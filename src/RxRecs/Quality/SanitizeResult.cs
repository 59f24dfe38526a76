using System.Diagnostics.CodeAnalysis;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// What <see cref="SanitizeMachine{TEvent}"/> emits: an event that passes or one that is set aside, in one
/// ordered stream.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
public readonly record struct SanitizeResult<TEvent>
{
    internal SanitizeResult(TEvent passed) => Event = passed;

    internal SanitizeResult(Rejected<TEvent> rejected)
    {
        Event = rejected.Event;
        Rejected = rejected;
    }

    /// <summary>The event.</summary>
    public TEvent Event { get; }

    /// <summary>Why it was set aside; null for an event that passes.</summary>
    public Rejected<TEvent>? Rejected { get; }

    /// <summary>Whether the event was set aside.</summary>
    [MemberNotNullWhen(true, nameof(Rejected))]
    public bool IsRejected => Rejected is not null;
}
