namespace RxRecs.Recommenders;

/// <summary>Configures what is counted from item to item, and how it is scored.</summary>
public sealed partial record ItemToItemOptions
{
    /// <summary>Gets the rules by which events make one visit, or basket; null is refused.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>Gets the measure by which pairs are scored. The default is cosine.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such measure.</exception>
    public ItemMeasure Measure { get; init => field = OptionValue.Defined(value); } = ItemMeasure.Cosine;

    /// <summary>Gets the rule for which two items of a visit are a pair. The default is each two once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public ItemPairs Pairs { get; init => field = OptionValue.Defined(value); }

    /// <summary>Gets the weight of a pair by its distance. The default is 1 at any distance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not same, inverse, linear or quadratic.</exception>
    public PositionWeight Weight
    {
        get;
        init => field = value is PositionWeight.Same or PositionWeight.Inverse or PositionWeight.Linear
            or PositionWeight.Quadratic
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Weight), value, $"{nameof(Weight)} is Same, Inverse, Linear or Quadratic.");
    }

    /// <summary>
    /// Gets a value indicating whether an item that comes again makes a pair with itself; without effect for
    /// <see cref="ItemPairs.Once"/>.
    /// </summary>
    public bool SelfPairs { get; init; }

    /// <summary>
    /// Gets a value indicating whether items of the visit that is asked about may be recommended. The default is true.
    /// </summary>
    public bool RecommendVisited { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether, of two items of equal score, the one that was last seen together with an item
    /// of the visit comes first. The default is true. If false, the lower one comes first, and scores are rounded to
    /// multiples of 2^-40, so that sums that differ in nothing but the order in which they were made are equal.
    /// </summary>
    public bool NewestFirst { get; init; } = true;

    /// <summary>Gets the kinds of the item that is asked about, such as views; null for all but removals.</summary>
    /// <exception cref="ArgumentException">It names no kind, or one that does not exist.</exception>
    public IReadOnlySet<InteractionKind>? From
    {
        get;
        init => field = value is null ? null : OptionValue.Kinds(value);
    }

    /// <summary>
    /// Gets the kinds of the item that is found, such as purchases; null for all but removals. Where they are not those
    /// of <see cref="From"/>, a pair goes from the earlier event to the later one alone.
    /// </summary>
    /// <exception cref="ArgumentException">It names no kind, or one that does not exist.</exception>
    public IReadOnlySet<InteractionKind>? To
    {
        get;
        init => field = value is null ? null : OptionValue.Kinds(value);
    }

    /// <summary>
    /// Gets the maximum number of events, or different items, between the two of a pair. The default is 30.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Steps { get; init => field = OptionValue.Positive(value); } = 30;

    /// <summary>Gets the number of last items of a visit that are asked about. The default is 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000.</exception>
    public int LastItems { get; init => field = OptionValue.Between(value, 1, 1_000); } = 10;

    /// <summary>Gets the factor by which each item counts less than the one after it. The default is 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public double HistoryDecay { get; init => field = OptionValue.Factor(value); } = 0.5;

    /// <summary>
    /// Gets the number that is added to the weight of an item, so that rare ones do not win. The default is 20.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1,000,000,000.</exception>
    public double Shrinkage { get; init => field = OptionValue.Between(value, 0, 1e9); } = 20;

    /// <summary>
    /// Gets the share of the item that is asked about in the cosine, from 0 to 1. The default is 0.5.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double Balance { get; init => field = OptionValue.Between(value, 0, 1); } = 0.5;

    /// <summary>Gets the time after which an event counts half as much. The default is null: it never does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below a second or above 10,000 days.</exception>
    public TimeSpan? HalfLife
    {
        get;
        init => field = OptionValue.Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(10_000));
    }

    /// <summary>
    /// Gets the sliding window to which counting is limited. The default is null: all events count. It takes no
    /// <see cref="HalfLife"/>.
    /// </summary>
    public BucketWindowOptions? Window { get; init; }

    /// <summary>
    /// Gets the rule that gives up pairs which will probably not be among the best of their items. The default is null:
    /// none are given up. The rule takes a score from 0 to 1 that is the same in both directions, and each two items of
    /// a visit once.
    /// </summary>
    public HoeffdingPruningOptions? Pruning { get; init; }

    /// <summary>
    /// Gets the maximum number of items that have neighbors. The default is 1,000,000. Beyond it, the one without an
    /// event for the longest time goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 1.</exception>
    public int MaxItems { get; init => field = OptionValue.AtLeast(value, 2); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of neighbors of an item. The default is 100. Beyond it, the one of the least weight
    /// makes room, and the reason of an item says by how much its score may be wrong.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 10,000.</exception>
    public int MaxNeighbors { get; init => field = OptionValue.Between(value, 1, 10_000); } = 100;

    /// <summary>
    /// Gets the weights of pairs by the kinds of their events. The default is null: 1 each. They take each two items of
    /// a visit once (<see cref="ItemPairs.Once"/>), of equal weight at any distance, and the same kinds on both sides.
    /// </summary>
    public GradedPairOptions? Graded { get; init; }

    /// <summary>Gets the weight by which newer events count more. By default all count the same.</summary>
    public RisingWeight Rising { get; init; }

    /// <summary>
    /// Gets the number of best neighbors for each of which each of the last items has a vote; votes are then counted in
    /// place of adding up scores. The default is null: there are no votes. The error of a score is then how many of
    /// these votes are not certain.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? Votes { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the maximum number of items by which another one is found, those of the highest scores, of which equal ones
    /// to the last are kept as well. The default is null: by all. It takes a second table of neighbors for each item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxIndicators { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets a value indicating whether the indicators of an item are worked out when an event touches the item's row,
    /// which no list then waits for, in place of for each list. The default is false. They are then those of the last
    /// such event: what other events have changed since does not count until the next, and the error of a reason does
    /// not tell of it.
    /// </summary>
    public bool RescoreTouchedRows { get; init; }

    /// <summary>
    /// Gets the sample to which the interactions of a visit and of an item are limited. The default is null: all that
    /// are kept count. <see cref="Steps"/> is without effect then. It takes each two items of a visit once, each of
    /// weight 1.
    /// </summary>
    public InteractionSampleOptions? Sample { get; init; }

    /// <summary>Tells whether a pair has a direction of its own because its two sides are of different kinds.</summary>
    internal bool IsCrossKind => !SameKinds(From, To);

    /// <summary>Refuses what cannot go together.</summary>
    internal void ThrowIfContradictory()
    {
        if (Graded is not null && (Pairs != ItemPairs.Once || Weight != PositionWeight.Same || IsCrossKind))
        {
            throw new ArgumentException(
                "Graded takes each two items of a visit once, of equal weight at any distance, and the same kinds on "
                + $"both sides: leave {nameof(Pairs)}, {nameof(Weight)}, {nameof(From)} and {nameof(To)} as they are.");
        }

        if (Graded is { } graded && Enum.GetValues<InteractionKind>().All(kind => IsUngraded(graded, kind)))
        {
            throw new ArgumentException(
                $"{nameof(Graded)} gives a grade above 0 to one of the kinds that count, at least: nothing would be a "
                + "pair.");
        }

        if (Window is not null && HalfLife is not null)
        {
            throw new ArgumentException(
                $"Events fade by {nameof(HalfLife)}, or leave with {nameof(Window)}: give one of the two.");
        }

        if (RescoreTouchedRows && MaxIndicators is null)
        {
            throw new ArgumentException(
                $"{nameof(RescoreTouchedRows)} takes {nameof(MaxIndicators)}, which it works out.");
        }

        if (Sample is not null && !IsUnweighted)
        {
            throw new ArgumentException(
                $"{nameof(Sample)} takes each two items of a visit once, each of weight 1: leave {nameof(Pairs)}, "
                + $"{nameof(Weight)}, {nameof(Graded)}, {nameof(Rising)}, {nameof(HalfLife)}, {nameof(Window)} and "
                + $"{nameof(Pruning)} as they are.");
        }

        if (Pruning is not null && !IsSymmetricShare)
        {
            throw new ArgumentException(
                $"{nameof(Pruning)} takes a score from 0 to 1 that is the same in both directions: cosine of balance "
                + "0.5 or Jaccard, of each two items of a visit once, with the lower grade where they are graded, and "
                + $"without {nameof(MaxIndicators)}.");
        }
    }

    private bool IsUnweighted =>
        Pairs == ItemPairs.Once && Weight == PositionWeight.Same && Graded is null && Rising == default
        && HalfLife is null && Window is null && Pruning is null;

    private bool IsSymmetricShare =>
        ((Measure == ItemMeasure.Cosine && Balance == .5) || Measure == ItemMeasure.Jaccard)
        && Pairs == ItemPairs.Once && !IsCrossKind && Weight == PositionWeight.Same && MaxIndicators is null
        && Graded is null or { Pair: PairGrade.Least };

    internal bool IsSource(InteractionKind kind) => Has(From, kind);

    internal bool IsTarget(InteractionKind kind) => Has(To, kind);

    /// <summary>Tells what a pair of this distance, from 1, counts.</summary>
    internal double WeightAt(int distance) => Weight switch
    {
        PositionWeight.Inverse => 1.0 / distance,
        PositionWeight.Linear => Math.Max(0, 1 - (0.1 * distance)),
        PositionWeight.Quadratic => 1.0 / ((double)distance * distance),
        _ => 1,
    };

    private bool IsUngraded(GradedPairOptions graded, InteractionKind kind) =>
        !(IsSource(kind) && graded.Kinds.Of(kind) > 0);

    private static bool Has(IReadOnlySet<InteractionKind>? kinds, InteractionKind kind) =>
        kinds?.Contains(kind) ?? kind != InteractionKind.Remove;

    private static bool SameKinds(IReadOnlySet<InteractionKind>? x, IReadOnlySet<InteractionKind>? y) =>
        x is null || y is null ? x is null && y is null : x.SetEquals(y);
}
