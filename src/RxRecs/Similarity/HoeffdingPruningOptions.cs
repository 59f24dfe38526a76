namespace RxRecs.Recommenders;

/// <summary>
/// Defines when a pair of items is given up (Huang et al., TencentRec, SIGMOD 2015): once sqrt(ln(1 /
/// <see cref="Delta"/>) / 2n) &lt; t - s, where n is how often the pair was raised, s its score, and t the lower of the
/// scores of the <see cref="Top"/>th best neighbor of each of the two items.
/// </summary>
/// <remarks>
/// <para>
/// By Hoeffding's bound a score that is a mean of n independent parts between 0 and 1 is off by less than that, but for
/// a chance of <see cref="Delta"/>. Events are not independent and tastes change, so that the chance is a guide: a pair
/// that is given up is not counted any more, is not recommended, and no error of a reason tells of it. With
/// <see cref="ItemToItemOptions.Window"/> it is counted anew one window later.
/// </para>
/// <para>It takes a score from 0 to 1 that is the same in both directions: cosine of equal balance or Jaccard.</para>
/// </remarks>
public sealed record HoeffdingPruningOptions
{
    /// <summary>Gets the chance of an error that is accepted for a pair.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0.000001 to 0.999999.</exception>
    public required double Delta { get; init => field = OptionValue.Between(value, 1e-6, 1 - 1e-6); }

    /// <summary>Gets the number of neighbors of an item that matter. The default is 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Top { get; init => field = OptionValue.Positive(value); } = 20;

    /// <summary>
    /// Gets the maximum number of pairs of an item that are remembered as given up. The default is 1,000. Beyond it,
    /// the one given up first is counted anew when it comes again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000,000.</exception>
    public int MaxPruned { get; init => field = OptionValue.Between(value, 1, 1_000_000); } = 1_000;
}
