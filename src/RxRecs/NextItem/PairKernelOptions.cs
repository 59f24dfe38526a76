namespace RxRecs.Recommenders;

/// <summary>
/// Configures how the pair kernel weighs what followed what: which items of the visit count how much, how far apart two
/// items of another session may lie, which sessions matter, and how the items of the visit itself are treated.
/// </summary>
/// <remarks>
/// The presets were tuned on public data, each on the last tenth of its training sessions. Which is best depends on the
/// shop: a recommender over all of them finds out while it runs. The formula is in <c>docs/recommenders.md</c>.
/// </remarks>
public sealed record PairKernelOptions
{
    private readonly string _name = "own";

    /// <summary>
    /// Gets the preset that expects the next item near the last one: for shops where visitors come back to the same few
    /// items.
    /// </summary>
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

    /// <summary>Gets the preset that takes in all of a session, near or far: for baskets and lists of songs.</summary>
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
    /// Gets the preset that takes in all of a visit and prefers rarer items and shorter sessions: the default, never
    /// worse in hit rate than plain session-kNN on six sets.
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

    /// <summary>Gets the preset that lies between <see cref="Sharp"/> and <see cref="LongBrowse"/>.</summary>
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

    /// <summary>Gets the preset that expects visitors to move on from item to item and to come back to few.</summary>
    public static PairKernelOptions Onward { get; } = new()
    {
        Name = "onward",
        QueryRange = 2.05,
        ForwardRange = 2,
        BackwardPower = 1.38,
        BackwardWeight = .4,
        SelfWeight = .2,
        LagPenalty = .5,
        LengthPower = .2,
        SessionRange = 100_000,
        VisitedItemWeight = .72,
        CurrentItemWeight = .64,
        RepeatedItemWeight = 1.9,
        SingleItemWeight = 1.2,
        PreviousItemWeight = .75,
        SharedItemPower = .8,
    };

    /// <summary>
    /// Gets the preset that expects visitors to reload pages and come back to items, and demand to change within weeks:
    /// for shops where every fourth event is of the item before.
    /// </summary>
    public static PairKernelOptions Returning { get; } = new()
    {
        Name = "returning",
        QueryRange = 1.8,
        ForwardRange = 1.28,
        BackwardPower = 1.6,
        BackwardWeight = .75,
        SelfWeight = .63,
        LagPenalty = .67,
        LengthPower = .38,
        SessionRange = 20_000,
        CurrentItemWeight = .7,
        RepeatedItemWeight = 6,
        SingleItemWeight = 3.85,
        RevisitedItemPower = .45,
        SharedItemPower = 1.25,
    };

    /// <summary>Gets the name of the settings in reasons. The default is <c>own</c>.</summary>
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
    /// Gets the number of places back in the visit over which an item's weight falls by the factor e. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double QueryRange { get; init => field = OptionValue.Positive(value); } = 1;

    /// <summary>
    /// Gets the number of places behind a shared item of the other session over which an item's weight falls by the
    /// factor e. The default is 1.5.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double ForwardRange { get; init => field = OptionValue.Positive(value); } = 1.5;

    /// <summary>
    /// Gets the power with which an item counts less the further it is behind a shared one, in place of
    /// <see cref="ForwardRange"/>. The default is 0, not used.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10.</exception>
    public double ForwardPower { get; init => field = OptionValue.Between(value, 0, 10); }

    /// <summary>
    /// Gets the power with which an item counts less the further it is before a shared one. The default is 0, for the
    /// form of <see cref="ForwardRange"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10.</exception>
    public double BackwardPower { get; init => field = OptionValue.Between(value, 0, 10); }

    /// <summary>
    /// Gets the weight of an item before a shared one, against 1 for one behind it. The default is .4.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double BackwardWeight { get; init => field = OptionValue.Weight(value); } = .4;

    /// <summary>
    /// Gets the weight of the shared item itself, against 1 for the one behind it. The default is .1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double SelfWeight { get; init => field = OptionValue.Weight(value); } = .1;

    /// <summary>
    /// Gets the penalty of items that lie nearer behind a shared item than the next event of the visit would; 1 is the
    /// penalty of those that lie further behind. The default is 0: the distance is then taken from the shared item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double LagPenalty { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>Gets the power of a session's length by which the session counts less. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10.</exception>
    public double LengthPower { get; init => field = OptionValue.Between(value, 0, 10); }

    /// <summary>Gets the weight of the rarity of a recommended item, ln((S + 1) / (n + 1)). The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double RarityWeight { get; init => field = OptionValue.Weight(value); }

    /// <summary>
    /// Gets the number of newer sessions over which a session's weight falls by the factor e. The default is 0, for the
    /// same weight at any age.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double SessionRange { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>Gets the factor for an item that is among the visit's last ones. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double VisitedItemWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>Gets the further factor for the visit's very last item. The default is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double CurrentItemWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>
    /// Gets the further factor for the visit's very last item where the one before it was the same. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double RepeatedItemWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>
    /// Gets the further factor for the first item of a visit, while it is the only one. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double SingleItemWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>
    /// Gets the further factor for the newest item of the visit that is not its very last one, to which a visitor would
    /// go back. The default is 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither 0 nor from 0.000001 to 1,000,000.</exception>
    public double PreviousItemWeight { get; init => field = OptionValue.Weight(value); } = 1;

    /// <summary>
    /// Gets the power of the number of times that an item is among the visit's last ones by which it counts less, where
    /// it is not the very last. The default is 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10.</exception>
    public double RevisitedItemPower { get; init => field = OptionValue.Between(value, 0, 10); }

    /// <summary>
    /// Gets the power of (the item's sessions + 20) by which a shared item counts less. The default is .9.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10.</exception>
    public double SharedItemPower { get; init => field = OptionValue.Between(value, 0, 10); } = .9;

    /// <summary>
    /// Gets the power of (the item's sessions + 20) by which a recommended item counts less. The default is .2.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10.</exception>
    public double RecommendedItemPower { get; init => field = OptionValue.Between(value, 0, 10); } = .2;
}
