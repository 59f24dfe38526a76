namespace RxRecs.Recommenders;

/// <summary>Sets what is counted from item to item, and how it is scored.</summary>
public sealed partial record ItemToItemOptions
{
    /// <summary>Tells which events make one visit, or basket; null is refused.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>Tells how pairs are scored; cosine unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such measure.</exception>
    public ItemMeasure Measure { get; init => field = OptionValue.Defined(value); } = ItemMeasure.Cosine;

    /// <summary>Tells which two items of a visit are a pair; each two once unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public ItemPairs Pairs { get; init => field = OptionValue.Defined(value); }

    /// <summary>Tells what a pair counts by its distance; 1 unless given.</summary>
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
    /// Tells whether an item that comes again makes a pair with itself; without effect for
    /// <see cref="ItemPairs.Once"/>.
    /// </summary>
    public bool SelfPairs { get; init; }

    /// <summary>Tells whether items of the visit that is asked about may be recommended; true unless given.</summary>
    public bool RecommendVisited { get; init; } = true;

    /// <summary>
    /// Tells whether of two items of equal score the one that was last seen together with an item of the visit comes
    /// first, as is the default; else the lower one does, and scores are rounded to multiples of 2^-40, so that sums
    /// that differ in nothing but the order in which they were made are equal.
    /// </summary>
    public bool NewestFirst { get; init; } = true;

    /// <summary>Names the kinds of the item that is asked about, such as views; null for all but removals.</summary>
    /// <exception cref="ArgumentException">It names no kind, or one that does not exist.</exception>
    public IReadOnlySet<InteractionKind>? From
    {
        get;
        init => field = value is null ? null : OptionValue.Kinds(value);
    }

    /// <summary>
    /// Names the kinds of the item that is found, such as purchases; null for all but removals. Where they are not
    /// those of <see cref="From"/>, a pair goes from the earlier event to the later one alone.
    /// </summary>
    /// <exception cref="ArgumentException">It names no kind, or one that does not exist.</exception>
    public IReadOnlySet<InteractionKind>? To
    {
        get;
        init => field = value is null ? null : OptionValue.Kinds(value);
    }

    /// <summary>Limits how many events, or different items, lie between the two of a pair; 30 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Steps { get; init => field = OptionValue.Positive(value); } = 30;

    /// <summary>Tells how many of the last items of a visit are asked about; 10 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000.</exception>
    public int LastItems { get; init => field = OptionValue.Between(value, 1, 1_000); } = 10;

    /// <summary>Tells how much less each item counts than the one after it; 0.5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public double HistoryDecay { get; init => field = OptionValue.Factor(value); } = 0.5;

    /// <summary>Tells what is added to the weight of an item, so that rare ones do not win; 20 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1,000,000,000.</exception>
    public double Shrinkage { get; init => field = OptionValue.Between(value, 0, 1e9); } = 20;

    /// <summary>Tells how much the item that is asked about counts in the cosine, from 0 to 1; 0.5 unless
    /// given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double Balance { get; init => field = OptionValue.Between(value, 0, 1); } = 0.5;

    /// <summary>Tells after how long an event counts half as much; null, the default: it never does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below a second or above 10,000 days.</exception>
    public TimeSpan? HalfLife
    {
        get;
        init => field = OptionValue.Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(10_000));
    }

    /// <summary>
    /// Counts the events of a sliding window alone; null, the default: all. It takes no <see cref="HalfLife"/>.
    /// </summary>
    public BucketWindow? Window { get; init; }

    /// <summary>
    /// Gives pairs up that will not be among the best of their items, as far as can be told; null, the default: none.
    /// It takes a score from 0 to 1 that is the same in both directions, and each two items of a visit once.
    /// </summary>
    public HoeffdingPruning? Pruning { get; init; }

    /// <summary>Limits how many items have neighbors; 1,000,000 unless given. The one without an event for the longest
    /// time goes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 1.</exception>
    public int MaxItems { get; init => field = OptionValue.AtLeast(value, 2); } = 1_000_000;

    /// <summary>
    /// Limits how many neighbors an item has; 100 unless given. Beyond, the one of the least weight makes room, and the
    /// reason of an item says by how much its score may be wrong.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 10,000.</exception>
    public int MaxNeighbors { get; init => field = OptionValue.Between(value, 1, 10_000); } = 100;

    /// <summary>
    /// Tells what pairs count by the kinds of their events; null, the default: 1 each. It takes each two items of a
    /// visit once (<see cref="ItemPairs.Once"/>), of equal weight at any distance, and the same kinds on both sides.
    /// </summary>
    public GradedPairs? Graded { get; init; }

    /// <summary>Tells by how much newer events count more; the same for all unless given.</summary>
    public RisingWeight Rising { get; init; }

    /// <summary>
    /// Counts votes in place of adding up scores: each of the last items has one for each of its so many best
    /// neighbors; null, the default: none. The error of a score is then how many of these votes are not certain.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? Votes { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Limits by how many items another one is found, those of the highest scores, of which equal ones to the last are
    /// kept, too; null, the default: by all. It takes a second table of neighbors for each item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxIndicators { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Tells whether the indicators of an item are worked out when an event touches the item's row, which no list then
    /// waits for, in place of for each list, which is the default. They are then those of the last such event: what
    /// other events have changed since does not count until the next, and the error of a reason does not tell of it.
    /// </summary>
    public bool RescoreTouchedRows { get; init; }

    /// <summary>
    /// Limits how many interactions of a visit and of an item count; null, the default: all that are kept.
    /// <see cref="Steps"/> is without effect then. It takes each two items of a visit once, each of weight 1.
    /// </summary>
    public InteractionSample? Sample { get; init; }

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

    private bool IsUngraded(GradedPairs graded, InteractionKind kind) =>
        !(IsSource(kind) && graded.Kinds.Of(kind) > 0);

    private static bool Has(IReadOnlySet<InteractionKind>? kinds, InteractionKind kind) =>
        kinds?.Contains(kind) ?? kind != InteractionKind.Remove;

    private static bool SameKinds(IReadOnlySet<InteractionKind>? x, IReadOnlySet<InteractionKind>? y) =>
        x is null || y is null ? x is null && y is null : x.SetEquals(y);
}
