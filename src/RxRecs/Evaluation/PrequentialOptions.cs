namespace RxRecs.Recommenders;

/// <summary>
/// Configures the length of the lists of a prequential evaluation, and what its means are taken over.
/// </summary>
public sealed record PrequentialOptions
{
    /// <summary>Gets K, the maximum number of items in a list, from 1 to 10,000. The default is 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int ListLength { get; init => field = OptionValue.Between(value, 1, 10_000); } = 20;

    /// <summary>
    /// Gets the number of last scored events that the sliding means are taken over, at least 1. The default is 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int WindowSize { get; init => field = OptionValue.Positive(value); } = 1000;

    /// <summary>
    /// Gets the factor that an event still counts one event later in the fading means: above 0, at most 1. The default
    /// is 0.999.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public double FadingFactor { get; init => field = OptionValue.Factor(value); } = 0.999;

    /// <summary>
    /// Gets the maximum number of pairs of a user and an item that are remembered, to tell reminders from discoveries.
    /// The default is 1,000,000. Beyond it, the pair touched least recently is forgotten, and its item counts as new
    /// again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPairs { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of items that are known. The default is 1,000,000. One more counts as cold each time, is
    /// not part of the coverage, and is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
