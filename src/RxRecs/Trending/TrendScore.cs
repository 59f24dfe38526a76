using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Scores how strongly an item trends, from the counts of one bucket, the one before it, and some before those. The
/// built-in scores are the static members; derive from it for one of your own.
/// </summary>
public abstract class TrendScore
{
    /// <summary>
    /// Gets the score <c>(now - before) / (before + now + 1)</c>: the change damped for small counts, between -1 and 1
    /// and defined for every item.
    /// </summary>
    public static TrendScore DampedChange { get; } = new DampedChangeScore();

    /// <summary>
    /// Gets the score <c>(now - before) / before * 100</c>: the change in percent, not rounded. It is not defined for
    /// <c>before = 0</c>: such an item is new.
    /// </summary>
    public static TrendScore PercentChange { get; } = new PercentChangeScore();

    /// <summary>Gets the score's name in reports, such as <c>damped change</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Gets the number of buckets before the newest that make up the baseline (<see cref="TrendScoreInput.Baseline"/>),
    /// at least 1. Each is kept with its counts.
    /// </summary>
    public virtual int BaselineBuckets => 1;

    /// <summary>
    /// Gets the time after which a count weighs half in <see cref="TrendScoreInput.Decayed"/>; null where that is not
    /// used.
    /// </summary>
    public virtual TimeSpan? HalfLife => null;

    /// <summary>
    /// Gets the maximum number of items to keep that are in no bucket of the baseline and whose decayed count is still
    /// to fade. The default is 1,000,000. Of more, those with the least decayed counts (then the higher items) are
    /// forgotten.
    /// </summary>
    public virtual int MaxItems => 1_000_000;

    /// <summary>
    /// Makes <c>(now - before) / (before + now + kappa)</c>: the change damped by a chosen support, between -1 and 1.
    /// The greater kappa, the more an item must sell to rank high; with 1 it is <see cref="DampedChange"/>.
    /// </summary>
    /// <param name="kappa">The support, above 0.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kappa"/> is not positive and finite.</exception>
    public static TrendScore SymmetricChange(double kappa = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kappa);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(kappa), false, nameof(kappa));
        return new SymmetricChangeScore(kappa);
    }

    /// <summary>
    /// Makes the decayed count: what sells now, with a memory that fades by half every half-life.
    /// </summary>
    /// <param name="halfLife">
    /// The time after which a count weighs half; six hours did best for a busy shop's next hour.
    /// </param>
    /// <param name="maxItems">The maximum number of items with a fading count (<see cref="MaxItems"/>).</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive.</exception>
    public static TrendScore Hot(TimeSpan halfLife, int maxItems = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxItems);
        return new HotScore(halfLife, maxItems);
    }

    /// <summary>
    /// Makes <c>decayed count * sqrt(1 + surprise)</c>: popular now and more so than its share so far explains. This is
    /// the score to show shoppers: a pure ratio or surprise ranks tiny items first, a pure count ranks what always
    /// sells.
    /// </summary>
    /// <param name="halfLife">
    /// The time after which a count weighs half, such as six hours over buckets of one hour.
    /// </param>
    /// <param name="baselineBuckets">
    /// The number of buckets before the newest that say what is usual, at least 1, such as 72 of one hour. Each is
    /// kept.
    /// </param>
    /// <param name="maxItems">The maximum number of items with a fading count (<see cref="MaxItems"/>).</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive.</exception>
    public static TrendScore Trending(TimeSpan halfLife, int baselineBuckets, int maxItems = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baselineBuckets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxItems);
        return new TrendingScore(halfLife, baselineBuckets, maxItems);
    }

    /// <summary>
    /// Makes a score that is the surprise, where it and the count reach a threshold, and 0 otherwise: an alarm for the
    /// few items that break out, not a list for shoppers.
    /// </summary>
    /// <remarks>
    /// Chance alone raises the alarm, too: with 3,000 items and 24 buckets a day a surprise of 3 comes up to about 72
    /// times a day, one of 4.9 about once.
    /// </remarks>
    /// <param name="baselineBuckets">
    /// The number of buckets before the newest that say what is usual, at least 1. Each is kept.
    /// </param>
    /// <param name="minSurprise">The least surprise: <c>-log10</c> of its probability.</param>
    /// <param name="minCount">The least count in the newest bucket.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="baselineBuckets"/> is not positive, or another argument is negative or not a number.
    /// </exception>
    public static TrendScore Breakout(int baselineBuckets, double minSurprise = 3, double minCount = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baselineBuckets);
        ArgumentOutOfRangeException.ThrowIfEqual(minSurprise >= 0, false, nameof(minSurprise));
        ArgumentOutOfRangeException.ThrowIfEqual(minCount >= 0, false, nameof(minCount));
        return new BreakoutScore(baselineBuckets, minSurprise, minCount);
    }

    /// <summary>Returns the score of one item. A pure function.</summary>
    /// <param name="input">The counts that a score may look at.</param>
    /// <returns>
    /// A number above 0 for rising, below 0 for falling, 0 for neither; null where the score is not defined. A number
    /// that is not finite counts as null, and is counted on the meter <c>RxRecs</c>.
    /// </returns>
    public abstract double? Score(in TrendScoreInput input);
}
