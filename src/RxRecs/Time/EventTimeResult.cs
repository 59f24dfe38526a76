using System.Diagnostics.CodeAnalysis;

namespace RxRecs;

/// <summary>
/// What an event-time machine emits: a result or a late event, in one ordered stream. Operators hand results to their
/// observer and late events to the side output.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
public readonly record struct EventTimeResult<TEvent, TResult>
{
    private EventTimeResult(TResult? result, LateEvent<TEvent>? late)
    {
        Result = result;
        Late = late;
    }

    /// <summary>Whether this is a late event.</summary>
    [MemberNotNullWhen(true, nameof(Late))]
    [MemberNotNullWhen(false, nameof(Result))]
    public bool IsLate => Late is not null;

    /// <summary>The result, where <see cref="IsLate"/> is false.</summary>
    public TResult? Result { get; }

    /// <summary>The late event, where <see cref="IsLate"/> is true.</summary>
    public LateEvent<TEvent>? Late { get; }

    /// <summary>A result.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator EventTimeResult<TEvent, TResult>(TResult result) => new(result, null);

    /// <summary>A late event.</summary>
    /// <param name="late">The late event.</param>
    public static implicit operator EventTimeResult<TEvent, TResult>(LateEvent<TEvent> late) => new(default, late);
}
