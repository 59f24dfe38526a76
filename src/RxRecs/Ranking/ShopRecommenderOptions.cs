using System.Runtime.CompilerServices;

namespace RxRecs;

/// <summary>What a <see cref="ShopRecommender"/> keeps, compares and recommends.</summary>
public sealed record ShopRecommenderOptions
{
    private readonly TimeSpan _bucketSize = TimeSpan.FromDays(1);
    private readonly int _historyCount = 50;
    private readonly int _boughtCount = 50;
    private readonly int _recentBrands = 50;
    private readonly int _maxUsers = 1_000_000;
    private readonly int _maxItems = 1_000_000;

    /// <summary>
    /// Says how trend buckets are cut and when they close; without lateness unless given, as behind a
    /// <c>Reorder</c>.
    /// </summary>
    public TrendBucketsOptions Buckets { get; init; } = new() { AllowedLateness = TimeSpan.Zero };

    /// <summary>The length of a trend bucket; a day unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan BucketSize
    {
        get => _bucketSize;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(BucketSize));
            _bucketSize = value;
        }
    }

    /// <summary>
    /// What each kind of interaction counts, for trend and popularity; purchase 1 and cart 1 unless given.
    /// </summary>
    public KindWeights KindWeights { get; init; } = KindWeights.Default;

    /// <summary>
    /// How strongly an item trends; <see cref="TrendScore.Trending"/> with a half-life of one day over seven buckets
    /// unless given.
    /// </summary>
    public TrendScore TrendScore { get; init; } = TrendScore.Trending(TimeSpan.FromDays(1), 7);

    /// <summary>Which items count as trending, and how many; the top 100 unless given.</summary>
    public TrendRankingOptions TrendRanking { get; init; } = new() { Top = 100 };

    /// <summary>How similar items are found.</summary>
    public SimilarItemsOptions Similar { get; init; } = new();

    /// <summary>How many of a user's last distinct items are kept; 50 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int HistoryCount
    {
        get => _historyCount;
        init => _historyCount = Positive(value);
    }

    /// <summary>How many of the distinct items that a user has bought last are kept; 50 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int BoughtCount
    {
        get => _boughtCount;
        init => _boughtCount = Positive(value);
    }

    /// <summary>Limits how many of a user's last brands count; 50 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int RecentBrands
    {
        get => _recentBrands;
        init => _recentBrands = Positive(value);
    }

    /// <summary>Whether the last brands are distinct ones; no (one per event) unless given.</summary>
    public bool DistinctBrands { get; init; }

    /// <summary>
    /// How many users are kept in histories and carts; those without an event for the longest time go, and are counted.
    /// Similar items have their own bound.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers
    {
        get => _maxUsers;
        init => _maxUsers = Positive(value);
    }

    /// <summary>How many items the catalog keeps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems
    {
        get => _maxItems;
        init => _maxItems = Positive(value);
    }

    /// <summary>Which item of the open cart comes first.</summary>
    public CartOrder CartOrder { get; init; }

    /// <summary>
    /// The candidate sources, highest priority first, each at most once: open cart, trend with brand match, similar
    /// items, trend, history, popular unless given.
    /// </summary>
    public IReadOnlyList<CandidateRule> Sources { get; init; } =
    [
        new(RecommendationSource.OpenCart),
        new(RecommendationSource.TrendingBrand),
        new(RecommendationSource.SimilarItems),
        new(RecommendationSource.Trending),
        new(RecommendationSource.History),
        new(RecommendationSource.Popular),
    ];

    /// <summary>
    /// The sources for an unknown user, and for one to whom <see cref="Sources"/> have nothing to say: trend, then
    /// popular unless given. Their items are marked as fallback. Empty: such a user gets an empty list.
    /// </summary>
    public IReadOnlyList<CandidateRule> Fallbacks { get; init; } =
        [new(RecommendationSource.Trending), new(RecommendationSource.Popular)];

    /// <summary>How the lists of the sources become one.</summary>
    public CandidateMerge Merge { get; init; }

    /// <summary>What every item must meet.</summary>
    public ItemFilter Filter { get; init; } = new();

    /// <summary>Whether items that the user has bought are left out; yes unless given.</summary>
    public bool ExcludeBought { get; init; } = true;

    /// <summary>
    /// Whether items that the user took out of the cart, and did not put in again, are left out; yes unless
    /// given.
    /// </summary>
    public bool ExcludeRemoved { get; init; } = true;

    /// <summary>
    /// Whether items in the user's history are left out, except as reminders from the cart and the history; no unless
    /// given.
    /// </summary>
    public bool ExcludeSeen { get; init; }

    private static int Positive(int value, [CallerMemberName] string option = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, option);
        return value;
    }
}
