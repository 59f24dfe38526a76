namespace RxRecs;

/// <summary>Provides the options by which trend buckets are cut and close.</summary>
public sealed record TrendBucketsOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the instant at which bucket 0 begins; earlier events fall into buckets with a negative index. Null stands
    /// for the Unix epoch in UTC, so that days are UTC days and weeks begin on a Thursday. With <see cref="TimeZone"/>:
    /// the day of the zone that this instant falls into, and else 1 January 1970 there.
    /// </summary>
    public DateTimeOffset? Origin { get; init; }

    /// <summary>
    /// Gets the zone whose days buckets are made of: one begins at midnight there and has 23, 24 or 25 hours, as the
    /// clocks go. Size and <see cref="Advance"/> are then whole days. A day starts at its first instant, also where the
    /// clocks leave midnight out or show it twice; a date that the zone left out is no bucket. With null buckets are a
    /// length of time.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>
    /// Gets the time from the start of one bucket to the start of the next, a whole fraction of the size: buckets
    /// overlap (hopping windows). Null: as long as the size, so that they touch (tumbling windows).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? Advance { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the weight of each kind of interaction. By default a purchase and a cart count 1, views and removes 0. Of
    /// events of your own, the operator's selector of weights gives it.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public KindWeights Weights { get; init => field = OptionValue.NotNull(value); } = KindWeights.Default;

    /// <summary>
    /// Gets the maximum number of empty buckets that are emitted one after the other. The default is 366, a year of
    /// days. The rest of a longer run is skipped and counted in <see cref="TrendBucket{TItem}.SkippedBefore"/>, so that
    /// one absurd date costs no million buckets.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxEmptyRun { get; init => field = OptionValue.NotNegative(value); } = 366;

    /// <summary>
    /// Gets the maximum number of items that a bucket counts exactly (with <see cref="Advance"/>: each step). The
    /// default is 1,000,000. A bucket with more is <see cref="TrendBucket{TItem}.IsApproximate"/>: it keeps so many
    /// items by Space-Saving, which takes the place of the least counted one for each that comes anew, and its counts
    /// are what is known for sure.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItemsPerBucket { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the time up to which the input is known to be whole. When it completes, buckets that end by then are not
    /// partial although no event came after them: a file of November is whole up to 1 December. With null it is whole
    /// as far as its newest event.
    /// </summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>Tells how many steps of <see cref="Advance"/> make up a bucket; checks that they fit.</summary>
    internal int PanesPerBucket(TimeSpan size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, DateTimeOffset.MaxValue - DateTimeOffset.MinValue);
        var advance = Advance ?? size;
        if (size.Ticks % advance.Ticks != 0 || size.Ticks / advance.Ticks > int.MaxValue)
        {
            throw new ArgumentException(
                $"Advance ({advance}) must go into the bucket size ({size}) a whole number of times.", nameof(size));
        }

        if (TimeZone is { } zone && advance.Ticks % TimeSpan.TicksPerDay != 0)
        {
            throw new ArgumentException(
                Advance is null
                    ? $"A bucket size of {size} is not whole days, which TimeZone ({zone.Id}) asks for."
                    : $"Advance ({advance}) is not whole days, which TimeZone ({zone.Id}) asks for.",
                nameof(size));
        }

        return (int)(size.Ticks / advance.Ticks);
    }
}
