using System.Diagnostics.CodeAnalysis;

namespace RxRecs;

/// <summary>
/// Represents one element of what <c>Sanitize</c> emits: an event that passes, one that is set aside, or, as the last
/// element before completion, the counts. <see cref="SideOutputs"/> takes a sequence of them apart.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
public readonly record struct SanitizeResult<TEvent>
{
    // A rejected event or boxed counts: both are rare, and an event travels beside one reference.
    private readonly object? _other;

    private SanitizeResult(TEvent? passed, object? other)
    {
        Event = passed;
        _other = other;
    }

    /// <summary>Gets a value indicating whether this is an event that passes.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    public bool IsPassed => _other is null;

    /// <summary>Gets a value indicating whether this is an event that was set aside.</summary>
    [MemberNotNullWhen(true, nameof(Rejected))]
    public bool IsRejected => _other is Rejected<TEvent>;

    /// <summary>Gets the event, where <see cref="IsPassed"/> is true.</summary>
    public TEvent? Event { get; }

    /// <summary>
    /// Gets the event that was set aside, and why; null where this is an event that passes or the counts.
    /// </summary>
    public Rejected<TEvent>? Rejected => _other as Rejected<TEvent>;

    /// <summary>Gets all counts; null where this is an event.</summary>
    public QualityCounters? Counts => _other is QualityCounters counts ? counts : null;

    /// <summary>Makes an element of an event that passes.</summary>
    /// <param name="passed">The event.</param>
    public static implicit operator SanitizeResult<TEvent>(TEvent passed) => new(passed, null);

    /// <summary>Makes an element of an event that was set aside.</summary>
    /// <param name="rejected">The event and the reason.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rejected"/> is null.</exception>
    public static implicit operator SanitizeResult<TEvent>(Rejected<TEvent> rejected) =>
        new(default, rejected ?? throw new ArgumentNullException(nameof(rejected)));

    /// <summary>Makes the last element.</summary>
    /// <param name="counts">The counts of the whole subscription.</param>
    public static implicit operator SanitizeResult<TEvent>(QualityCounters counts) => new(default, counts);
}
