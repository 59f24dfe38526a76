namespace RxRecs.Analytics;

/// <summary>Says how conversions are credited to touches, and how much is kept.</summary>
public sealed record AttributionOptions : EventTimeOptions
{
    private readonly AttributionRule _rule;
    private readonly int _maxTouches = 1_000_000;

    /// <summary>Says which touch within the window is credited; the earliest unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the rules.</exception>
    public AttributionRule Rule
    {
        get => _rule;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)value, (uint)AttributionRule.LastTouch, nameof(Rule));
            _rule = value;
        }
    }

    /// <summary>
    /// Limits how many touches are kept, 1,000,000 unless given. One more makes the earliest of all leave before its
    /// time, which is counted on the meter <c>RxRecs</c>; the window is as much shorter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxTouches
    {
        get => _maxTouches;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxTouches));
            _maxTouches = value;
        }
    }
}
