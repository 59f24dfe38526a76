namespace RxRecs.Analytics;

/// <summary>Says what a report of insights compares, and how much is kept.</summary>
public sealed record InsightOptions : EventTimeOptions
{
    /// <summary>Gives the instant at which period 0 begins: Monday, 5 January 1970 UTC unless given, so that weeks
    /// begin on Mondays. With a <see cref="TimeZone"/> it is the day of the zone that this instant falls
    /// into.</summary>
    public DateTimeOffset Origin { get; init; } = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gives the zone whose days periods are made of, as <see cref="TrendBucketsOptions.TimeZone"/>; periods
    /// are then whole days. Null: periods are a length of time.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Tells up to when the input is known to be whole, as
    /// <see cref="TrendBucketsOptions.CompleteUntil"/>.</summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>Says how much each kind of event counts as demand, by which items, categories and brands rise and fall:
    /// purchase 1 and cart 1 unless given.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KindWeights Weights { get; init => field = OptionValue.NotNull(value); } = KindWeights.Default;

    /// <summary>
    /// Says which changes are told, and how many of each kind: the ten with the greatest scores unless given, from a
    /// score of 3 on. The score is <c>(now - before) / sqrt(now + before)</c>, which of counts that chance alone moves
    /// is beyond plus or minus 3 about 3 times in 1,000.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TrendRankingOptions Ranking { get; init => field = OptionValue.NotNull(value); } = new() { MinScore = 3 };

    /// <summary>Says after how long without a change a cart counts as left, in event time; an hour unless given. Null:
    /// no carts are kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? AbandonAfter { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromHours(1);

    /// <summary>Limits how many periods are kept with their counts, 8 unless given, at least 2 and at most 1,000: so
    /// far back it is known since when something rises or falls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public int PeriodsKept { get; init => field = OptionValue.Between(value, 2, 1_000); } = 8;

    /// <summary>
    /// Limits the items, the categories and the brands that a period counts exactly, 100,000 each unless given; one
    /// with more is approximate, as a trend bucket is. Of as many items brand, category and price are known; for one
    /// more, the item without an event for the longest time is forgotten.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 100_000;

    /// <summary>
    /// Limits the users of a period and the carts, 1,000,000 each unless given. The events of a user more do not count
    /// for conversions, and for a cart more the one without a change for the longest time is forgotten; both are told
    /// in <see cref="InsightGaps"/>.
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
