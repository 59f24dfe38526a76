using System.Runtime.CompilerServices;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Sets what a <see cref="ShopRecommender"/> keeps, compares and recommends.</summary>
public sealed record ShopRecommenderOptions
{
    private readonly double? _diversityLambda;

    /// <summary>
    /// Says how trend buckets are cut and when they close; without lateness unless given, as behind a
    /// <c>Reorder</c>.
    /// </summary>
    public TrendBucketsOptions Buckets { get; init; } = new() { AllowedLateness = TimeSpan.Zero };

    /// <summary>Sets the length of a trend bucket; a day unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan BucketSize
    {
        get;
        init => field = OptionValue.Between(
            value, TimeSpan.FromTicks(1), DateTimeOffset.MaxValue - DateTimeOffset.MinValue);
    } = TimeSpan.FromDays(1);

    /// <summary>
    /// Sets what each kind of interaction counts, for trend and popularity; purchase 1 and cart 1 unless given.
    /// </summary>
    public KindWeights KindWeights { get; init; } = KindWeights.Default;

    /// <summary>
    /// Sets how strongly an item trends; <see cref="TrendScore.Trending"/> with a half-life of one day over seven
    /// buckets unless given.
    /// </summary>
    public TrendScore TrendScore { get; init; } = TrendScore.Trending(TimeSpan.FromDays(1), 7);

    /// <summary>Sets which items count as trending, and how many; the top 100 unless given.</summary>
    public TrendRankingOptions TrendRanking { get; init; } = new() { Top = 100 };

    /// <summary>Sets how similar items are found.</summary>
    public SimilarItemsOptions Similar { get; init; } = new();

    /// <summary>Tells how next items are found, and what is kept of visits for it.</summary>
    public NextItemOptions NextItems { get; init; } = new();

    /// <summary>
    /// Sets what makes a basket, and what is counted of items bought together, for
    /// <see cref="RecommendationSource.BoughtTogether"/>.
    /// </summary>
    public BundleOptions Bundles { get; init; } = new();

    /// <summary>Sets how many of a user's last distinct items are kept; 50 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int HistoryCount { get; init => field = OptionValue.Positive(value); } = 50;

    /// <summary>Sets how many of the distinct items that a user has bought last are kept; 50 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int BoughtCount { get; init => field = OptionValue.Positive(value); } = 50;

    /// <summary>Limits how many of a user's last brands count; 50 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int RecentBrands { get; init => field = OptionValue.Positive(value); } = 50;

    /// <summary>
    /// Sets whether the last brands are distinct ones; false, which keeps one per event, unless given.
    /// </summary>
    public bool DistinctBrands { get; init; }

    /// <summary>
    /// Sets how many users are kept in histories and carts, and as many visits without a user; those without an event
    /// for the longest time go, and are counted. Similar and next items have their own bounds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Sets how many items the catalog keeps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Tells how many pairs of a user and an item bought <see cref="RecommendationSource.BuyAgain"/> is worked out
    /// from; the one without a purchase for the longest time goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPurchases { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Sets which item of the open cart comes first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CartOrder CartOrder { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// The candidate sources, each at most once, highest priority first: the first to propose an item gives its reason.
    /// Open cart, history, next items, similar items, trend with brand match, trend and popular unless given, with
    /// weights that were tuned on public data for a list that begins with what the visitor is about.
    /// <see cref="RecommendationSource.Content"/> is there for a rule of your own, too. What
    /// <see cref="RecommendationSource.BoughtTogether"/>, <see cref="RecommendationSource.BuyAgain"/> and
    /// <see cref="RecommendationSource.PopularOfDay"/> need is kept only where they are named here or among the
    /// <see cref="Fallbacks"/>.
    /// </summary>
    public IReadOnlyList<CandidateRule> Sources { get; init; } =
    [
        new(RecommendationSource.OpenCart) { Weight = .3 },
        new(RecommendationSource.History),
        new(RecommendationSource.NextItem) { Weight = .125 },
        new(RecommendationSource.SimilarItems) { Weight = .0125 },
        new(RecommendationSource.TrendingBrand) { Weight = .02 },
        new(RecommendationSource.Trending) { Weight = .01 },
        new(RecommendationSource.Popular) { Weight = .0025 },
    ];

    /// <summary>
    /// The sources for a visitor of whom nothing is known, and for one for whom <see cref="Sources"/> find nothing, one
    /// after the other: trend, then popular unless given. Their items are marked as fallback. Empty: such a visitor
    /// gets an empty list.
    /// </summary>
    public IReadOnlyList<CandidateRule> Fallbacks { get; init; } =
        [new(RecommendationSource.Trending), new(RecommendationSource.Popular)];

    /// <summary>Tells how the lists of the sources become one; a weighted blend unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CandidateMerge Merge { get; init => field = OptionValue.Defined(value); } = CandidateMerge.Blend;

    /// <summary>Sets the rules that every item must meet.</summary>
    public ItemFilter Filter { get; init; } = new();

    /// <summary>Sets whether items that the user has bought are left out; true unless given.</summary>
    public bool ExcludeBought { get; init; } = true;

    /// <summary>
    /// Sets whether items that the user took out of the cart, and did not put in again, are left out; true unless
    /// given.
    /// </summary>
    public bool ExcludeRemoved { get; init; } = true;

    /// <summary>
    /// Sets whether items in the user's history are left out, except as reminders from the cart and the history; false
    /// unless given.
    /// </summary>
    public bool ExcludeSeen { get; init; }

    /// <summary>Limits how many items of one brand a list has; null, the default, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxPerBrand { get; init => field = OptionValue.Positive(value); }

    /// <summary>Limits how many items of one category a list has; null, the default, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxPerCategory { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Tells how many levels of the category path, from the top, make a category for <see cref="MaxPerCategory"/>;
    /// null, the default, for all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? CategoryLevels { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Puts items of unlike content first, by maximal marginal relevance (<see cref="ListRules"/>): from 0, unlike each
    /// other at any price, to 1, relevance alone; null, the default, for relevance alone without a second look.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double? DiversityLambda
    {
        get => _diversityLambda;
        init
        {
            if (value is { } lambda)
            {
                ListRules.ThrowIfNoLambda(lambda, nameof(DiversityLambda));
            }

            _diversityLambda = value;
        }
    }

    /// <summary>
    /// Makes sure that no part is missing and that no source has two rules, before anything is built.
    /// </summary>
    /// <exception cref="ArgumentException">A part is null, or a source is named twice.</exception>
    public void Validate()
    {
        (object? Part, string Name)[] parts =
        [
            (Buckets, nameof(Buckets)),
            (KindWeights, nameof(KindWeights)),
            (TrendScore, nameof(TrendScore)),
            (TrendRanking, nameof(TrendRanking)),
            (Similar, nameof(Similar)),
            (NextItems, nameof(NextItems)),
            (Bundles, nameof(Bundles)),
            (Filter, nameof(Filter)),
            (Sources, nameof(Sources)),
            (Fallbacks, nameof(Fallbacks)),
        ];
        foreach (var (part, name) in parts)
        {
            if (part is null)
            {
                throw new ArgumentException($"{name} is missing.", "options");
            }
        }

        if (Sources.Contains(null!) || Fallbacks.Contains(null!))
        {
            throw new ArgumentException(
                $"{nameof(Sources)} and {nameof(Fallbacks)} have no rule that is null.", "options");
        }

        if (!AreDistinct(Sources) || !AreDistinct(Fallbacks))
        {
            throw new ArgumentException(
                $"{nameof(Sources)} and {nameof(Fallbacks)} name each source at most once.", "options");
        }
    }

    private static bool AreDistinct(IReadOnlyList<CandidateRule> rules) =>
        rules.DistinctBy(rule => rule.Source).Count() == rules.Count;
}
