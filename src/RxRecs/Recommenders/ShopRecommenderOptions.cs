using System.Runtime.CompilerServices;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>Configures what a <see cref="ShopRecommender"/> keeps, compares and recommends.</summary>
public sealed record ShopRecommenderOptions
{
    private readonly double? _diversityLambda;

    /// <summary>
    /// Gets the options by which trend buckets are cut and close. The default allows no lateness, as behind a
    /// <c>Reorder</c>.
    /// </summary>
    public TrendBucketsOptions Buckets { get; init; } = new() { AllowedLateness = TimeSpan.Zero };

    /// <summary>Gets the length of a trend bucket. The default is a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan BucketSize
    {
        get;
        init => field = OptionValue.Between(
            value, TimeSpan.FromTicks(1), DateTimeOffset.MaxValue - DateTimeOffset.MinValue);
    } = TimeSpan.FromDays(1);

    /// <summary>
    /// Gets the weight of each kind of interaction, for trend and popularity. The default is purchase 1 and cart 1.
    /// </summary>
    public KindWeights KindWeights { get; init; } = KindWeights.Default;

    /// <summary>
    /// Gets the score by which items trend. The default is <see cref="TrendScore.Trending"/> with a half-life of one
    /// day over seven buckets.
    /// </summary>
    public TrendScore TrendScore { get; init; } = TrendScore.Trending(TimeSpan.FromDays(1), 7);

    /// <summary>Gets the rules for which items count as trending, and how many. The default is the top 100.</summary>
    public TrendRankingOptions TrendRanking { get; init; } = new() { Top = 100 };

    /// <summary>Gets the options by which similar items are found.</summary>
    public SimilarItemsOptions Similar { get; init; } = new();

    /// <summary>Gets the options of next items: how they are found, and what is kept of visits for it.</summary>
    public NextItemOptions NextItems { get; init; } = new();

    /// <summary>
    /// Gets the options of what makes a basket, and of what is counted of items bought together, for
    /// <see cref="RecommendationSource.BoughtTogether"/>.
    /// </summary>
    public BundleOptions Bundles { get; init; } = new();

    /// <summary>Gets the number of a user's last distinct items to keep. The default is 50.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int HistoryCount { get; init => field = OptionValue.Positive(value); } = 50;

    /// <summary>
    /// Gets the number of distinct items to keep of those that a user has bought last. The default is 50.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int BoughtCount { get; init => field = OptionValue.Positive(value); } = 50;

    /// <summary>Gets the number of a user's last brands that count. The default is 50.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int RecentBrands { get; init => field = OptionValue.Positive(value); } = 50;

    /// <summary>
    /// Gets a value indicating whether the last brands are distinct ones. The default is false, which keeps one per
    /// event.
    /// </summary>
    public bool DistinctBrands { get; init; }

    /// <summary>
    /// Gets the maximum number of users to keep in histories and carts, and of visits without a user. The default is
    /// 1,000,000. At the bound those without an event for the longest time go, and are counted. Similar and next items
    /// have their own bounds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Gets the maximum number of items that the catalog keeps. The default is 1,000,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of pairs of a user and an item bought that <see cref="RecommendationSource.BuyAgain"/>
    /// is computed from. The default is 1,000,000. At the bound the pair without a purchase for the longest time goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPurchases { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Gets the order that decides which item of the open cart comes first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CartOrder CartOrder { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// Gets the candidate sources, each at most once, highest priority first: the first to propose an item gives its
    /// reason. The default is open cart, history, next items, similar items, trend with brand match, trend and popular,
    /// with weights that were tuned on public data for a list that begins with what the visitor is about.
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
    /// Gets the sources for a visitor of whom nothing is known, and for one for whom <see cref="Sources"/> find
    /// nothing, one after the other. The default is trend, then popular. Their items are marked as fallback. With none,
    /// such a visitor gets an empty list.
    /// </summary>
    public IReadOnlyList<CandidateRule> Fallbacks { get; init; } =
        [new(RecommendationSource.Trending), new(RecommendationSource.Popular)];

    /// <summary>Gets the way in which the lists of the sources become one. The default is a weighted blend.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CandidateMerge Merge { get; init => field = OptionValue.Defined(value); } = CandidateMerge.Blend;

    /// <summary>Gets the rules that every item must meet.</summary>
    public ItemFilter Filter { get; init; } = new();

    /// <summary>
    /// Gets a value indicating whether items that the user has bought are left out. The default is true.
    /// </summary>
    public bool ExcludeBought { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether items that the user took out of the cart, and did not put in again, are left
    /// out. The default is true.
    /// </summary>
    public bool ExcludeRemoved { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether items in the user's history are left out, except as reminders from the cart and
    /// the history. The default is false.
    /// </summary>
    public bool ExcludeSeen { get; init; }

    /// <summary>Gets the maximum number of items of one brand in a list; null, the default, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxPerBrand { get; init => field = OptionValue.Positive(value); }

    /// <summary>Gets the maximum number of items of one category in a list; null, the default, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxPerCategory { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the number of levels of the category path, from the top, that make a category for
    /// <see cref="MaxPerCategory"/>. The default is null, for all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? CategoryLevels { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the weight of relevance against unlike content (lambda) by which items are put in order, by maximal
    /// marginal relevance (<see cref="ListRules"/>): from 0, unlike each other at any price, to 1, relevance alone;
    /// null, the default, for relevance alone without a second look.
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
    /// <exception cref="ArgumentException">
    /// A part is null, a source is named twice, or the buckets have other weights than <see cref="KindWeights"/>.
    /// </exception>
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

        if (Buckets.Weights != KindWeights.Default && Buckets.Weights != KindWeights)
        {
            throw new ArgumentException(
                $"{nameof(Buckets)}.{nameof(Buckets.Weights)} has no effect here: give the weights as "
                + $"{nameof(KindWeights)}.",
                "options");
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
