namespace RxRecs;

/// <summary>
/// <c>decayed count * sqrt(1 + surprise)</c>: popular now and more so than its share so far explains. The score to show
/// shoppers: a pure ratio or surprise ranks tiny items first, a pure count ranks what always sells.
/// </summary>
public sealed class TrendingScore : ITrendScore
{
    private readonly TimeSpan _halfLife;
    private readonly int _baselineBuckets;

    /// <summary>Makes the score.</summary>
    /// <param name="halfLife">After what time a count weighs half, such as six hours over buckets of one hour.</param>
    /// <param name="baselineBuckets">
    /// How many buckets before the newest say what is usual, at least 1, such as 72 of one hour. Each is kept.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive.</exception>
    public TrendingScore(TimeSpan halfLife, int baselineBuckets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baselineBuckets);
        _halfLife = halfLife;
        _baselineBuckets = baselineBuckets;
    }

    /// <inheritdoc/>
    public string Name => "trending";

    /// <inheritdoc/>
    public int BaselineBuckets => _baselineBuckets;

    /// <inheritdoc/>
    public TimeSpan? HalfLife => _halfLife;

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) => input.Decayed * Math.Sqrt(1 + input.Surprise);
}
