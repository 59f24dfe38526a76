namespace RxRecs.Recommenders;

/// <summary>
/// Represents a weight by which newer events count more: 1 + rise (t - start) / span, and 1 before the start, which may
/// be the time of the first event that is learned. With a rise of 3 over the period of a log, the newest event counts 4
/// times as much as the first one.
/// </summary>
public readonly record struct RisingWeight
{
    /// <summary>Makes a weight that rises.</summary>
    /// <param name="start">The time up to which an event counts 1.</param>
    /// <param name="span">The time after which it counts 1 + <paramref name="rise"/>; it goes on rising.</param>
    /// <param name="rise">The rise over the span.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="span"/> is not positive, or <paramref name="rise"/> is not from 0.000001 to 1,000,000.
    /// </exception>
    public RisingWeight(DateTimeOffset start, TimeSpan span, double rise = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero);
        (Start, Span, Rise) = (start, span, OptionValue.PositiveWeight(rise, nameof(rise)));
    }

    private RisingWeight(TimeSpan span, double rise, bool isSinceFirst)
        : this(default, span, rise) => IsSinceFirst = isSinceFirst;

    /// <summary>
    /// Gets the time up to which an event counts 1; the earliest time that there is for <see cref="IsSinceFirst"/>.
    /// </summary>
    public DateTimeOffset Start { get; }

    /// <summary>Gets a value indicating whether the weight rises from the first event that is learned.</summary>
    public bool IsSinceFirst { get; }

    /// <summary>Gets the time after which it counts 1 + <see cref="Rise"/>.</summary>
    public TimeSpan Span { get; }

    /// <summary>Gets the rise over the span; 0 for the default value, which weighs every event 1.</summary>
    public double Rise { get; }

    /// <summary>Makes a weight that rises from the first event that is learned, which counts 1.</summary>
    /// <param name="span">The time after which an event counts 1 + <paramref name="rise"/>; it goes on rising.</param>
    /// <param name="rise">The rise over the span.</param>
    /// <returns>The weight.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="span"/> is not positive, or <paramref name="rise"/> is not from 0.000001 to 1,000,000.
    /// </exception>
    public static RisingWeight SinceFirst(TimeSpan span, double rise = 3) => new(span, rise, isSinceFirst: true);

    internal double At(long ticks, long first) => Span == default
        ? 1
        : 1 + (Rise * (Math.Max(0, ticks - (IsSinceFirst ? first : Start.UtcTicks)) / (double)Span.Ticks));
}
