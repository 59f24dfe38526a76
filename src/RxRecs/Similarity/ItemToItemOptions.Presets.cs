using System.Collections.Frozen;

namespace RxRecs.Recommenders;

/// <content>Settings that have a name.</content>
public sealed partial record ItemToItemOptions
{
    /// <summary>
    /// Gets the options of association rules: each two events of a visit, counted, an item that comes again among them;
    /// asked about the last item.
    /// </summary>
    public static ItemToItemOptions AssociationRules { get; } = new()
    {
        Measure = ItemMeasure.Together,
        Pairs = ItemPairs.Each,
        SelfPairs = true,
        Steps = SessionOptions.LongestLength,
        LastItems = 1,
    };

    /// <summary>
    /// Gets the options of sequential rules: an event and each of the ten before it, by 1 / distance, an item after
    /// itself among them; asked about the last item.
    /// </summary>
    public static ItemToItemOptions SequentialRules { get; } = new()
    {
        Measure = ItemMeasure.Together,
        Pairs = ItemPairs.Following,
        Weight = PositionWeight.Inverse,
        SelfPairs = true,
        Steps = 10,
        LastItems = 1,
    };

    /// <summary>
    /// Gets the options of item-based collaborative filtering: the cosine of the sets of users who touched two items,
    /// summed over all items of the user, of which none is recommended; of equal scores the lower item comes first. All
    /// that a user does is one visit, for selectors that name no session.
    /// </summary>
    public static ItemToItemOptions Collaborative { get; } = new()
    {
        Measure = ItemMeasure.Cosine,
        Sessions = new() { Gap = TimeSpan.FromDays(100_000), MaxLength = 1_000 },
        Steps = 1_000,
        LastItems = 1_000,
        HistoryDecay = 1,
        Shrinkage = 0,
        MaxNeighbors = 1_000,
        RecommendVisited = false,
        NewestFirst = false,
    };

    /// <summary>
    /// Gets the options of items that are frequently bought together: purchases of one basket, by the share of an
    /// item's baskets that have the other one, summed over the basket so far, or over the items that a request is
    /// around; of these none is recommended.
    /// </summary>
    public static ItemToItemOptions BoughtTogether { get; } = new()
    {
        Measure = ItemMeasure.Confidence,
        From = new[] { InteractionKind.Purchase }.ToFrozenSet(),
        To = new[] { InteractionKind.Purchase }.ToFrozenSet(),
        Steps = SessionOptions.LongestLength,
        HistoryDecay = 1,
        LastItems = 1_000,
        RecommendVisited = false,
    };

    /// <summary>
    /// Gets the co-visitation of published solutions for OTTO's carts and orders: each two items of the last 30 events
    /// of a session within 24 hours, once, counting 1 where the item that is found was viewed, 6 where it was put into
    /// the cart and 3 where it was ordered; a vote for each of the 20 best neighbors of each item of the session, of
    /// which none is recommended. <see cref="ChainRecommender{TEvent, TUser, TItem}"/> puts the session's own items,
    /// newest first, before them.
    /// </summary>
    public static ItemToItemOptions OttoCarts { get; } = new()
    {
        Measure = ItemMeasure.Together,
        Graded = new() { Kinds = new() { View = 1, Cart = 6, Purchase = 3 }, Within = TimeSpan.FromHours(24) },
        Sessions = new() { NamedGap = TimeSpan.FromDays(60), MaxLength = 30 },
        LastItems = 30,
        HistoryDecay = 1,
        Votes = 20,
        RecommendVisited = false,
    };

    /// <summary>
    /// Gets the same for what is bought with what: both items in the cart or ordered, within 14 days.
    /// </summary>
    public static ItemToItemOptions OttoBuys { get; } = OttoCarts with
    {
        Graded = new() { Kinds = new(), Pair = PairGrade.Least, Within = TimeSpan.FromDays(14) },
    };

    /// <summary>
    /// Gets the same for clicks: each two items of a session once, whatever the kinds, counting 1 + 3 t / (4 weeks),
    /// where t is how long after the first event that is learned the later of the two was. Four weeks is how long
    /// OTTO's log is; for another one give <see cref="Rising"/> its start and length.
    /// </summary>
    public static ItemToItemOptions OttoClicks { get; } = OttoCarts with
    {
        Graded = OttoCarts.Graded! with { Kinds = new() { View = 1, Cart = 1, Purchase = 1 } },
        Rising = RisingWeight.SinceFirst(TimeSpan.FromDays(28)),
    };

    /// <summary>
    /// Gets the form of TencentRec (Huang et al., SIGMOD 2015) for graded events of users: sum of min(r(i), r(j)) over
    /// users / sqrt(sum of r(i) sum of r(j)), where r is 1 for a view, 2 for a cart and 3 for a purchase, of all that a
    /// user does; half as much after a month.
    /// </summary>
    public static ItemToItemOptions TencentRec { get; } = Collaborative with
    {
        Graded = new() { Kinds = new() { View = 1, Cart = 2, Purchase = 3 }, Pair = PairGrade.Least },
        Sessions = Collaborative.Sessions with { MaxLength = 200 },
        Steps = 200,
        LastItems = 200,
        HalfLife = TimeSpan.FromDays(30),
    };

    /// <summary>
    /// Gets the same as it is published: what is counted is the last 30 days alone, day by day, and pairs are given up
    /// that will hardly be among the 20 best of either item (<see cref="HoeffdingPruningOptions"/>, delta .05).
    /// </summary>
    public static ItemToItemOptions TencentRecWindow { get; } = TencentRec with
    {
        HalfLife = null,
        Window = new() { Bucket = TimeSpan.FromDays(1), Buckets = 30 },
        Pruning = new() { Delta = .05 },
    };

    /// <summary>
    /// Returns the options of correlated cross-occurrence (CCO) of one kind of event with another, such as views with
    /// purchases: by the log-likelihood of users who did both, of which each item is found by the 50 highest; from at
    /// most 500 events of a kind and user, the newest, and asked about the last 100. All that a user does is one visit,
    /// for selectors that name no session (<see cref="ItemToItem.OfUsers"/>).
    /// </summary>
    /// <param name="from">The kind of the items that are asked about.</param>
    /// <param name="to">The kind of the items that are found.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static ItemToItemOptions CrossOccurrence(InteractionKind from, InteractionKind to) => Collaborative with
    {
        Measure = ItemMeasure.LogLikelihood,
        From = new[] { OptionValue.Defined(from, nameof(from)) }.ToFrozenSet(),
        To = new[] { OptionValue.Defined(to, nameof(to)) }.ToFrozenSet(),
        Sessions = Collaborative.Sessions with { MaxLength = 500 },
        Steps = 500,
        LastItems = 100,
        MaxIndicators = 50,
        NewestFirst = true,
    };
}
