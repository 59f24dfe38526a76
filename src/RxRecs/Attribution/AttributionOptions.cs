namespace RxRecs.Analytics;

/// <summary>
/// Provides the options by which conversions are credited to touches, and the bounds of what is kept.
/// </summary>
public sealed record AttributionOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the rule that chooses the touch within the window to credit. The default is the earliest.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the rules.</exception>
    public AttributionRule Rule { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Gets the maximum number of touches to keep. The default is 1,000,000. One more makes the earliest of all leave
    /// before its time, which is counted on the meter <c>RxRecs</c>; the window is as much shorter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxTouches { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
