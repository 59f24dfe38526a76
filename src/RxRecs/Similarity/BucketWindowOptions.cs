namespace RxRecs.Recommenders;

/// <summary>
/// Configures a sliding window of event time in buckets, which are aligned to the Unix epoch in UTC: what counts is the
/// bucket of the newest event and the <see cref="Buckets"/> - 1 before it.
/// </summary>
/// <remarks>
/// <para>Each sum is kept per bucket, and a bucket that leaves the window takes its part out of it: sums are those of
/// the window's events alone, to the last digit. An event older than the window counts nothing.</para>
/// <para>Memory: 8 bytes per bucket for each neighbor that an item has, and 24 per bucket for each item.</para>
/// </remarks>
public sealed record BucketWindowOptions
{
    /// <summary>Gets the length of a bucket.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below a second or above 10,000 days.</exception>
    public required TimeSpan Bucket
    {
        get;
        init => field = OptionValue.Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(10_000));
    }

    /// <summary>Gets the number of buckets in the window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100.</exception>
    public required int Buckets { get; init => field = OptionValue.Between(value, 1, 100); }
}
