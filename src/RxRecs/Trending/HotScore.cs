namespace RxRecs;

/// <summary>The decayed count: what sells now, with a memory that fades by half every half-life.</summary>
public sealed class HotScore : ITrendScore
{
    private readonly TimeSpan _halfLife;

    /// <summary>Makes the score.</summary>
    /// <param name="halfLife">After what time a count weighs half; six hours did best for a busy shop's next
    /// hour.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="halfLife"/> is not positive.</exception>
    public HotScore(TimeSpan halfLife)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        _halfLife = halfLife;
    }

    /// <inheritdoc/>
    public string Name => "hot";

    /// <inheritdoc/>
    public TimeSpan? HalfLife => _halfLife;

    /// <inheritdoc/>
    public double? Score(in TrendScoreInput input) => input.Decayed;
}
