namespace RxRecs.Recommenders;

/// <summary>
/// Defines what a pair of items counts in one visit by the kinds of their events: the greatest of what each two events,
/// one of each item, count. An event that raises it adds the difference, so that sums are exact at any moment.
/// </summary>
/// <remarks>
/// The weight n(i) of an item is the sum over visits of the greatest grade of its events. With
/// <see cref="PairGrade.Least"/>, cosine and no shrinkage this is the form of Huang et al. (TencentRec, SIGMOD 2015),
/// sum of min(r(i), r(j)) / sqrt(sum of r(i) sum of r(j)): over their sliding window with
/// <see cref="ItemToItemOptions.Window"/>, where an event counts by how much it is above the grades of the visit that
/// are in the window then; or fading, with <see cref="ItemToItemOptions.HalfLife"/>. An event of grade 0 makes no pair;
/// its item is asked about all the same.
/// </remarks>
public sealed record GradedPairOptions
{
    /// <summary>Gets the grade of an event by its kind; null is refused.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public required KindWeights Kinds { get; init => field = OptionValue.NotNull(value); }

    /// <summary>Gets the rule for what two events count. The default is the grade of the item that is found.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public PairGrade Pair { get; init => field = OptionValue.Defined(value); }

    /// <summary>Gets the longest time between the two events. The default is null, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? Within { get; init => field = OptionValue.Positive(value); }

    internal double Of(double found, double other) => Pair == PairGrade.Least ? Math.Min(found, other) : found;

    internal bool IsNear(long ticks, long other) => Within is not { } span || Math.Abs(ticks - other) <= span.Ticks;
}
