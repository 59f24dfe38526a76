namespace RxRecs.Recommenders;

/// <summary>
/// Sets how the pair kernel weighs what followed what: which items of the visit count how much, how far apart two items
/// of another session may lie, which sessions matter, and how the items of the visit itself are treated.
/// </summary>
/// <remarks>
/// The presets were tuned on public data, each on the last tenth of its training sessions. Which is best depends on the
/// shop: a recommender over all of them finds out while it runs. The formula is in <c>docs/recommenders.md</c>.
/// </remarks>
public sealed record PairKernelOptions
{
    private readonly string _name = "own";

    /// <summary>Expects the next item near the last one: for shops where visitors come back to the same few items.</summary>
    public static PairKernelOptions Sharp { get; } = new()
    {
        Name = "sharp",
        QueryRange = .9,
        ForwardRange = 1.5,
        BackwardWeight = .4,
        SelfWeight = .07,
        LagPenalty = 1,
        SessionRange = 100_000,
        CurrentItemWeight = .7,
        RepeatedItemWeight = 1.25,
    };

    /// <summary>Takes in all of a session, near or far: for baskets and lists of songs.</summary>
    public static PairKernelOptions Wide { get; } = new()
    {
        Name = "wide",
        QueryRange = 2.5,
        ForwardPower = .5,
        BackwardPower = .5,
        BackwardWeight = .8,
        SelfWeight = .3,
        SessionRange = 100_000,
        CurrentItemWeight = .7,
        RepeatedItemWeight = 1.25,
    };

    /// <summary>
    /// Takes in all of a visit and prefers rarer items and shorter sessions: the default, never worse in hit rate than
    /// plain session-kNN on six sets.
    /// </summary>
    public static PairKernelOptions LongBrowse { get; } = new()
    {
        Name = "long browse",
        QueryRange = 3,
        ForwardRange = 2,
        BackwardPower = 1,
        BackwardWeight = .8,
        SelfWeight = .4,
        LagPenalty = .5,
        LengthPower = .35,
        RarityWeight = 2,
        SessionRange = 150_000,
        VisitedItemWeight = 1.4,
        CurrentItemWeight = .6,
        RepeatedItemWeight = 1.7,
    };

    /// <summary>Lies between <see cref="Sharp"/> and <see cref="LongBrowse"/>.</summary>
    public static PairKernelOptions Joint { get; } = new()
    {
        Name = "joint",
        QueryRange = 2,
        ForwardRange = 1.5,
        BackwardPower = 1,
        BackwardWeight = .5,
        SelfWeight = .15,
        LagPenalty = .5,
        LengthPower = .2,
        SessionRange = 100_000,
        CurrentItemWeight = .7,
        RepeatedItemWeight = 1.5,
    };

    /// <summary>Expects visitors to move on from item to item and to come back to few.</summary>
    public static PairKernelOptions Onward { get; } = new()
    {
        Name = "onward",
        QueryRange = 2.05,
        ForwardRange = 2,
        BackwardPower = 1.25,
        BackwardWeight = .4,
        SelfWeight = .175,
        LagPenalty = .5,
        LengthPower = .2,
        SessionRange = 100_000,
        VisitedItemWeight = .7,
        CurrentItemWeight = .7,
        RepeatedItemWeight = 1.5,
        SharedItemPower = .8,
    };

    /// <summary>
    /// Expects visitors to reload and to come back to items, and what is in demand to change within weeks: for shops
    /// where every fourth event is of the item before.
    /// </summary>
    public static PairKernelOptions Returning { get; } = new()
    {
        Name = "returning",
        QueryRange = 1.65,
        ForwardRange = 1.3,
        BackwardPower = 1.8,
        BackwardWeight = .75,
        SelfWeight = .6,
        LagPenalty = .75,
        LengthPower = .4,
        SessionRange = 20_000,
        VisitedItemWeight = 1.15,
        CurrentItemWeight = .7,
        RepeatedItemWeight = 6.2,
        SingleItemWeight = 3,
        SharedItemPower = 1.2,
    };

    /// <summary>Names the settings in reasons; <c>own</c> unless given.</summary>
    /// <exception cref="ArgumentException">The value is null or empty.</exception>
    public string Name
    {
        get => _name;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Name));
            _name = value;
        }
    }

    /// <summary>
    /// Tells how many places back an item of the visit counts e times less than its last one; 1 unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double QueryRange { get; init => field = Positive(value, nameof(QueryRange)); } = 1;

    /// <summary>
    /// Tells how many places further behind a shared item of the other session an item counts e times less; 1.5 unless
    /// given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double ForwardRange { get; init => field = Positive(value, nameof(ForwardRange)); } = 1.5;

    /// <summary>
    /// The power with which an item counts less the further it is behind, in place of <see cref="ForwardRange"/>; 0, not
    /// used, unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double ForwardPower { get; init => field = NotNegative(value, nameof(ForwardPower)); }

    /// <summary>
    /// The power with which an item counts less the further it is before a shared one; 0, for the form of
    /// <see cref="ForwardRange"/>, unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double BackwardPower { get; init => field = NotNegative(value, nameof(BackwardPower)); }

    /// <summary>Gives what an item before a shared one counts, against 1 behind it; .4 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double BackwardWeight { get; init => field = NotNegative(value, nameof(BackwardWeight)); } = .4;

    /// <summary>Gives what the shared item itself counts, against 1 for the one behind it; .1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double SelfWeight { get; init => field = NotNegative(value, nameof(SelfWeight)); } = .1;

    /// <summary>
    /// Expects the next item as far behind a shared item as the next event of the visit is, and says how much less
    /// counts what lies nearer, 1 being as much as what lies further; 0, not used, unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double LagPenalty { get; init => field = NotNegative(value, nameof(LagPenalty)); }

    /// <summary>Gives the power of its length by which a session counts less; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double LengthPower { get; init => field = NotNegative(value, nameof(LengthPower)); }

    /// <summary>Tells how much the rarity of a recommended item, ln((S + 1) / (n + 1)), adds; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double RarityWeight { get; init => field = NotNegative(value, nameof(RarityWeight)); }

    /// <summary>
    /// Tells how many sessions ago a session counts e times less; 0, sessions of any age count the same, unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double SessionRange { get; init => field = NotNegative(value, nameof(SessionRange)); }

    /// <summary>Gives what an item counts that is among the visit's last ones; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double VisitedItemWeight { get; init => field = NotNegative(value, nameof(VisitedItemWeight)); } = 1;

    /// <summary>Gives what the visit's very last item counts beside that; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double CurrentItemWeight { get; init => field = NotNegative(value, nameof(CurrentItemWeight)); } = 1;

    /// <summary>Gives what it counts beside that where the item before was the same; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double RepeatedItemWeight { get; init => field = NotNegative(value, nameof(RepeatedItemWeight)); } = 1;

    /// <summary>
    /// Gives what the very first item of a visit counts beside that, while it is the only one; 1 unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double SingleItemWeight { get; init => field = NotNegative(value, nameof(SingleItemWeight)); } = 1;

    /// <summary>Gives the power of its sessions + 20 by which a shared item counts less; .9 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double SharedItemPower { get; init => field = NotNegative(value, nameof(SharedItemPower)); } = .9;

    /// <summary>
    /// Gives the power of its sessions + 20 by which a recommended item counts less; .2 unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double RecommendedItemPower { get; init => field = NotNegative(value, nameof(RecommendedItemPower)); } = .2;

    private static double Positive(double value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Not a number.");
    }

    private static double NotNegative(double value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Not a number.");
    }
}
