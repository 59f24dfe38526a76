namespace RxRecs;

/// <summary>Configures what a candidate source may contribute to a list.</summary>
/// <param name="Source">The source.</param>
public sealed record CandidateRule(RecommendationSource Source)
{
    /// <summary>
    /// Gets the maximum number of items that the source may propose for one list; null for as many as the list has, and
    /// for at least 100 under <see cref="CandidateMerge.Blend"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? Quota { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the weight of the source's places under <see cref="CandidateMerge.ReciprocalRank"/>, and of its scores
    /// under <see cref="CandidateMerge.Blend"/>. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0.000001 to 1,000,000.</exception>
    public double Weight { get; init => field = OptionValue.PositiveWeight(value); } = 1;
}
