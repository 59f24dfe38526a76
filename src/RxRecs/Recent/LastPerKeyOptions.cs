namespace RxRecs;

/// <summary>Configures what <c>LastPerKey</c> keeps, and for how long.</summary>
public sealed record LastPerKeyOptions
{
    /// <summary>
    /// Gets a value indicating whether an item is kept once per key, at the place of its newest event. The default,
    /// false, keeps it once per event. <c>LastItemsPerUser</c> and <c>LastItemsPerSession</c> keep each item once in
    /// any case.
    /// </summary>
    public bool Distinct { get; init; }

    /// <summary>
    /// Gets the time after which an item is forgotten, measured in event time against the greatest event time seen for
    /// any key. With null it never is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? TimeToLive { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the maximum number of keys to keep. The default is 1,000,000. For one more, the key whose list changed the
    /// longest ago (by arrival) is evicted and counted, and a list without items tells that it has left
    /// (<see cref="LastItems{TKey, TItem}.HasLeft"/>). With null there is no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxKeys { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
