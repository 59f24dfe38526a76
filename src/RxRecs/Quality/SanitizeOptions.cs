namespace RxRecs;

/// <summary>Provides the options of what counts as a plausible event.</summary>
public sealed record SanitizeOptions
{
    private readonly int _confirmations = 3;
    private readonly double _smallestNumber = -1;
    private readonly double _largestNumber = double.PositiveInfinity;

    /// <summary>
    /// Gets the earliest plausible event time. The default is 2000-01-01. Clocks that were never set say 1970.
    /// </summary>
    public DateTimeOffset Earliest { get; init; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Gets the latest plausible event time, such as the end of the period that a file covers; null for none.
    /// </summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>
    /// Gets the longest time by which an event may jump ahead of the greatest plausible event time without being held
    /// for confirmation; null to believe any time. One event dated 2099 would otherwise push every watermark there and
    /// make all that follows late.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? MaxAhead { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets the number of events in a row that must agree before a jump ahead, or the time at which the stream begins,
    /// is believed: odd, from 3 to 99. So many minus one are held at the most.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is even, below 3 or above 99.</exception>
    public int Confirmations
    {
        get => _confirmations;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 3, nameof(Confirmations));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 99, nameof(Confirmations));
            ArgumentOutOfRangeException.ThrowIfEqual(value % 2, 0, nameof(Confirmations));
            _confirmations = value;
        }
    }

    /// <summary>Gets the smallest plausible number (a price, say), itself included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number.</exception>
    public double SmallestNumber
    {
        get => _smallestNumber;
        init
        {
            ArgumentOutOfRangeException.ThrowIfEqual(value, double.NaN, nameof(SmallestNumber));
            _smallestNumber = value;
        }
    }

    /// <summary>Gets the largest plausible number, itself included. By default none is too large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number.</exception>
    public double LargestNumber
    {
        get => _largestNumber;
        init
        {
            ArgumentOutOfRangeException.ThrowIfEqual(value, double.NaN, nameof(LargestNumber));
            _largestNumber = value;
        }
    }

    /// <summary>Gets a value indicating whether 0 is an invalid number.</summary>
    public bool ZeroIsInvalid { get; init; }

    /// <summary>
    /// Gets a value indicating whether a missing number is an invalid one. Many shops' events carry no price.
    /// </summary>
    public bool MissingIsInvalid { get; init; }

    /// <summary>
    /// Gets the event time, back from the greatest plausible one, within which an equal event counts as a duplicate;
    /// null (the default) lets duplicates pass, since at a grain of a second two equal rows may be two pieces.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan? DuplicateHorizon { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Gets the maximum number of events that are remembered for <see cref="DuplicateHorizon"/>; beyond it, the least
    /// recently seen is forgotten. The default is 1,000,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxRemembered { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Refuses bounds between which no event can be.</summary>
    internal void ThrowIfContradictory()
    {
        OptionValue.ThrowIfCrossed<DateTimeOffset>(Earliest, Latest);
        OptionValue.ThrowIfCrossed<double>(SmallestNumber, LargestNumber);
    }
}
