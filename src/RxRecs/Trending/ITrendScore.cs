namespace RxRecs;

/// <summary>
/// How strongly an item trends, from what was counted in one bucket, the one before, and some before
/// those.
/// </summary>
public interface ITrendScore
{
    /// <summary>The score's name in reports, such as <c>damped change</c>.</summary>
    string Name { get; }

    /// <summary>
    /// How many buckets before the newest make up the baseline (<see cref="TrendScoreInput.Baseline"/>), at least 1.
    /// Each is kept with its counts.
    /// </summary>
    int BaselineBuckets => 1;

    /// <summary>
    /// After what time a count weighs half in <see cref="TrendScoreInput.Decayed"/>; null where that is not
    /// used.
    /// </summary>
    TimeSpan? HalfLife => null;

    /// <summary>The score of one item. A pure function.</summary>
    /// <param name="input">What was counted.</param>
    /// <returns>Above 0 for rising, below 0 for falling, 0 for neither; null where the score is not defined.</returns>
    double? Score(in TrendScoreInput input);
}
