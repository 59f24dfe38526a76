using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>
/// Represents one element of what an operator over event time emits: a result, a late event, or, as the last element
/// before completion, the counts. <see cref="SideOutputs"/> takes a sequence of them apart.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
public readonly record struct EventTimeResult<TEvent, TResult>
{
    // A late event or boxed counts: both are rare, and a result travels beside one reference.
    private readonly object? _other;
    private readonly TResult? _result;

    private EventTimeResult(TResult? result, object? other)
    {
        _result = result;
        _other = other;
    }

    /// <summary>Gets a value indicating whether this is a result.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsResult => _other is null;

    /// <summary>Gets a value indicating whether this is a late event.</summary>
    [MemberNotNullWhen(true, nameof(Late))]
    public bool IsLate => _other is LateEvent<TEvent>;

    /// <summary>Gets the result, where <see cref="IsResult"/> is true.</summary>
    public TResult? Result => _result;

    /// <summary>Gets the late event; null where this is a result or the counts.</summary>
    public LateEvent<TEvent>? Late => _other as LateEvent<TEvent>;

    /// <summary>Gets the counts of events taken and late; null where this is a result or a late event.</summary>
    public EventTimeCounts? Counts => _other is EventTimeCounts counts ? counts : null;

    /// <summary>Makes an element of a result.</summary>
    /// <param name="result">The result.</param>
    public static implicit operator EventTimeResult<TEvent, TResult>(TResult result) => new(result, null);

    /// <summary>Makes an element of a late event.</summary>
    /// <param name="late">The late event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="late"/> is null.</exception>
    public static implicit operator EventTimeResult<TEvent, TResult>(LateEvent<TEvent> late) =>
        new(default, late ?? throw new ArgumentNullException(nameof(late)));

    /// <summary>Makes the last element.</summary>
    /// <param name="counts">The counts of the events that were taken and of those that were late.</param>
    public static implicit operator EventTimeResult<TEvent, TResult>(EventTimeCounts counts) => new(default, counts);

    /// <summary>Makes an element of a result in its place, so that a large result is copied once.</summary>
    internal static void Place(in TResult result, ref EventTimeResult<TEvent, TResult> place)
    {
        Unsafe.AsRef(in place._other) = null;
        Unsafe.AsRef(in place._result) = result;
    }
}
