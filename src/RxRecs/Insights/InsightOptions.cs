namespace RxRecs.Analytics;

/// <summary>Provides the options of a report of insights: what it compares, and how much is kept.</summary>
public sealed record InsightOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the instant at which period 0 begins. The default is Monday, 5 January 1970 UTC, so that weeks begin on
    /// Mondays. With a <see cref="TimeZone"/> it is the day of the zone that this instant falls into.
    /// </summary>
    public DateTimeOffset Origin { get; init; } = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Gets the zone whose days periods are made of, as <see cref="TrendBucketsOptions.TimeZone"/>; periods are then
    /// whole days. Null: periods are a length of time.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>
    /// Gets the time up to which the input is known to be whole, as <see cref="TrendBucketsOptions.CompleteUntil"/>.
    /// </summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>
    /// Gets the weight of each kind of event in the demand, by which items, categories and brands rise and fall. The
    /// default is purchase 1 and cart 1.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KindWeights Weights { get; init => field = OptionValue.NotNull(value); } = KindWeights.Default;

    /// <summary>
    /// Gets the rules for which changes are reported, and how many of each kind. The default is the ten with the
    /// greatest scores, from a score of 3 on. The score is <c>(now - before) / sqrt(now + before)</c>, which of counts
    /// that chance alone moves is beyond plus or minus 3 about 3 times in 1,000.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TrendRankingOptions Ranking { get; init => field = OptionValue.NotNull(value); } = new() { MinScore = 3 };

    /// <summary>
    /// Gets the event time without a change after which a cart counts as left. The default is an hour. With null no
    /// carts are kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? AbandonAfter { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets the number of periods that are kept with their counts, at least 2 and at most 1,000. The default is 8. So
    /// far back it is known since when something rises or falls.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public int PeriodsKept { get; init => field = OptionValue.Between(value, 2, 1_000); } = 8;

    /// <summary>
    /// Gets the maximum number of items, of categories and of brands that a period counts exactly. The default is
    /// 100,000 each; a period with more is approximate, as a trend bucket is. Of as many items brand, category and
    /// price are known; for one more, the item without an event for the longest time is forgotten.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 100_000;

    /// <summary>
    /// Gets the maximum number of users of a period, and of carts. The default is 1,000,000 each. The events of a user
    /// more do not count for conversions, and for a cart more the one without a change for the longest time is
    /// forgotten; both are reported in <see cref="InsightGaps"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    // What has been empty for all periods kept is no news any more.
    internal TrendBucketsOptions Buckets => new()
    {
        AllowedLateness = TimeSpan.Zero,
        Origin = Origin,
        TimeZone = TimeZone,
        MaxItemsPerBucket = MaxItems,
        MaxEmptyRun = PeriodsKept,
    };

    internal CartOptions Carts => new()
    {
        AllowedLateness = TimeSpan.Zero,
        AbandonAfter = AbandonAfter,
        MaxKeys = MaxUsers,
        ClosedItemsKept = 0,
    };
}
