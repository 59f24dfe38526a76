namespace RxRecs;

/// <summary>
/// The surprise, where it and the count reach a threshold; 0 otherwise: an alarm for the few items that break out, not
/// a list for shoppers.
/// </summary>
/// <remarks>
/// Chance alone fires it too: with 3,000 items and 24 buckets a day a surprise of 3 comes up to about 72 times a day,
/// one of 4.9 about once.
/// </remarks>
public sealed class BreakoutScore : ITrendScore
{
    private readonly int _baselineBuckets;
    private readonly double _minSurprise;
    private readonly double _minCount;

    /// <summary>Makes the score.</summary>
    /// <param name="baselineBuckets">How many buckets before the newest say what is usual, at least 1. Each is
    /// kept.</param>
    /// <param name="minSurprise">The least surprise: <c>-log10</c> of its probability.</param>
    /// <param name="minCount">The least count in the newest bucket.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="baselineBuckets"/> is not positive, or another argument is negative or not a number.
    /// </exception>
    public BreakoutScore(int baselineBuckets, double minSurprise = 3, double minCount = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baselineBuckets);
        ArgumentOutOfRangeException.ThrowIfEqual(minSurprise >= 0, false, nameof(minSurprise));
        ArgumentOutOfRangeException.ThrowIfEqual(minCount >= 0, false, nameof(minCount));
        _baselineBuckets = baselineBuckets;
        _minSurprise = minSurprise;
        _minCount = minCount;
    }

    /// <inheritdoc/>
    public string Name => "breakout";

    /// <inheritdoc/>
    public int BaselineBuckets => _baselineBuckets;

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input)
    {
        if (input.Now < _minCount || input.Now <= input.Expected)
        {
            return 0;
        }

        var surprise = input.Surprise;
        return surprise >= _minSurprise ? surprise : 0;
    }
}
