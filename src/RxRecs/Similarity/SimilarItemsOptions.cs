namespace RxRecs;

/// <summary>Configures what is kept for similar items, and how users are compared.</summary>
public sealed record SimilarItemsOptions
{
    /// <summary>Gets the number of a user's last distinct items that count. The default is 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,000.</exception>
    public int LastCount { get; init => field = OptionValue.Between(value, 1, 1_000); } = 5;

    /// <summary>
    /// Gets the maximum number of users to keep. At the bound the one without an event for the longest time goes, and
    /// is counted. The default is 1,000,000. The memory at the bound is about <c>MaxUsers * (50 + 24 * LastCount)</c>
    /// bytes, four for each of <see cref="OwnItems"/>, and <c>24 + 4 * min(LastCount - 1, 8)</c> for each of
    /// <see cref="MaxNeighbors"/> of an item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of holders of each of the asking user's items that are compared one by one, those who
    /// touched it last first. The default is 256. A list is exact while no item of the asking user has more holders;
    /// what the others add is worked out from counts, and each score says how wrong it may be. However popular an item
    /// is, a query costs at most <c>LastCount * MaxHolders * LastCount</c> steps and <c>LastCount * MaxNeighbors</c>
    /// counts.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxHolders { get; init => field = OptionValue.Positive(value); } = 256;

    /// <summary>
    /// Gets the maximum number of other items for which it is counted how many users hold them together with an item.
    /// The default is 128. The counts are exact while there are no more; beyond, the least frequent make room
    /// (Space-Saving).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 10,000.</exception>
    public int MaxNeighbors { get; init => field = OptionValue.Between(value, 1, 10_000); } = 128;

    /// <summary>
    /// Gets the maximum number of items that are remembered of those that a user had before the last ones, so that they
    /// are not offered. The default is 100. They count for no similarity.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 10,000.</exception>
    public int OwnItems { get; init => field = OptionValue.Between(value, 0, 10_000); } = 100;

    /// <summary>
    /// Gets the measure by which two users are compared. The default is <see cref="SetSimilarity.Jaccard"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SetSimilarity Similarity { get; init => field = OptionValue.NotNull(value); } = SetSimilarity.Jaccard;
}
