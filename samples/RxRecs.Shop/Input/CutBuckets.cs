namespace RxRecs.Shop.Input;

/// <summary>Marks buckets that were cut short for a reason that their operator cannot know.</summary>
internal static class CutBuckets
{
    /// <summary>Gives the bucket, as a partial one if it was cut short.</summary>
    public static TrendBucket<TItem> Mark<TItem>(TrendBucket<TItem> bucket, bool isCut)
        where TItem : notnull => !isCut || bucket.IsPartial
        ? bucket
        : new TrendBucket<TItem>(bucket.Index, bucket.Start, bucket.End, bucket.Counts)
        {
            IsPartial = true,
            LateCount = bucket.LateCount,
            SkippedBefore = bucket.SkippedBefore,
            MaxError = bucket.MaxError,
        };
}
