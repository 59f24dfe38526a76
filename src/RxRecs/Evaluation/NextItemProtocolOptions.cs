namespace RxRecs.Recommenders;

/// <summary>Sets how recommenders are held against the next items of visits.</summary>
public sealed record NextItemProtocolOptions
{
    /// <summary>Sets K, the maximum number of items in a list, from 1 to 10,000; 20 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int ListLength { get; init => field = OptionValue.Between(value, 1, 10_000); } = 20;

    /// <summary>
    /// Says which events make one visit. <see cref="SessionOptions.KeepRepeats"/> decides whether an item that follows
    /// itself is to be foretold, and <see cref="SessionOptions.MaxOpen"/> how many visits are kept.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>
    /// Tells whether what was learned before the test stays as it is: events of the test are not learned, and a list is
    /// asked for around the items of the visit so far. Unless given, each event is learned as soon as it has been
    /// foretold.
    /// </summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// Tells whether only the last item of each visit is to be foretold (leave last out). A visit's result then comes
    /// when the visit is over: at the end of the source, or when there are too many.
    /// </summary>
    public bool LastItemOnly { get; init; }

    /// <summary>
    /// Tells whether each list is held against all items that the visit still brings, too: precision, recall and
    /// average precision. Results then come when their visit is over.
    /// </summary>
    public bool RemainingItems { get; init; }

    /// <summary>
    /// Tells how many items are remembered, to tell new and rare ones; 1,000,000 unless given. Beyond, the one without
    /// an event for the longest time is forgotten, and counts as new again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Limits how many results are held until their visits are over, 1,000,000 unless given; beyond, the visit that
    /// began first is taken to be over, and so is one of 1,000 results.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxHeldResults { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
