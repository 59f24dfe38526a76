namespace RxRecs;

/// <summary>Sets what <c>LastPerKey</c> keeps, and for how long.</summary>
public sealed record LastPerKeyOptions
{
    /// <summary>
    /// Tells whether an item is kept once per key, at the place of its newest event; false, the default, keeps it once
    /// per event. <c>LastItemsPerUser</c> and <c>LastItemsPerSession</c> keep each item once in any case.
    /// </summary>
    public bool Distinct { get; init; }

    /// <summary>
    /// Sets after how long an item is forgotten: measured in event time, against the greatest event time seen for any
    /// key. Null: never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? TimeToLive { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Limits how many keys are kept, 1,000,000 unless given; for one more, the key whose list changed the longest ago
    /// (by arrival) is evicted and counted, and a list without items tells that it has left
    /// (<see cref="LastItems{TKey, TItem}.HasLeft"/>). Null: as many as there are.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxKeys { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
