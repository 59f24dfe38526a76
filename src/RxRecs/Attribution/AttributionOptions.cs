namespace RxRecs.Analytics;

/// <summary>Says how conversions are credited to touches, and how much is kept.</summary>
public sealed record AttributionOptions : EventTimeOptions
{
    /// <summary>Says which touch within the window is credited; the earliest unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the rules.</exception>
    public AttributionRule Rule { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Limits how many touches are kept, 1,000,000 unless given. One more makes the earliest of all leave before its
    /// time, which is counted on the meter <c>RxRecs</c>; the window is as much shorter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxTouches { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
