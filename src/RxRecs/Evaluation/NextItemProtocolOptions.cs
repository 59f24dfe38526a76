namespace RxRecs.Recommenders;

/// <summary>Configures how recommenders are held against the next items of visits.</summary>
public sealed record NextItemProtocolOptions
{
    /// <summary>Gets K, the maximum number of items in a list, from 1 to 10,000. The default is 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int ListLength { get; init => field = OptionValue.Between(value, 1, 10_000); } = 20;

    /// <summary>
    /// Gets the rules by which events make one visit. <see cref="SessionOptions.KeepRepeats"/> decides whether an item
    /// that follows itself is to be predicted, and <see cref="SessionOptions.MaxOpen"/> how many visits are kept.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>
    /// Gets a value indicating whether what was learned before the test stays as it is: events of the test are not
    /// learned, and a list is asked for around the items of the visit so far. By default, each event is learned as soon
    /// as it has been predicted.
    /// </summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// Gets a value indicating whether only the last item of each visit is to be predicted (leave last out). A visit's
    /// result then comes when the visit is over: at the end of the source, or when there are too many.
    /// </summary>
    public bool LastItemOnly { get; init; }

    /// <summary>
    /// Gets a value indicating whether each list is also held against all items that the visit still brings, for
    /// precision, recall and average precision. A visit's results then come when it is over.
    /// </summary>
    public bool RemainingItems { get; init; }

    /// <summary>
    /// Gets the maximum number of items that are remembered, to tell new and rare ones apart. The default is 1,000,000.
    /// Beyond it, the item without an event for the longest time is forgotten, and counts as new again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of results that are held until their visits are over. The default is 1,000,000. Beyond
    /// it, the visit that began first is taken to be over, and so is one of 1,000 results.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxHeldResults { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
