namespace RxRecs.Recommenders;

/// <summary>
/// Configures how sessions are evaluated: how long the lists are, what is relevant, and when sessions end.
/// </summary>
public sealed record SessionProtocolOptions
{
    /// <summary>Gets K, the maximum number of items in a list, from 1 to 10,000. The default is 20.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int ListLength { get; init => field = OptionValue.Between(value, 1, 10_000); } = 20;

    /// <summary>
    /// Gets the rule for which items the list should have held. <see cref="GroundTruth.Purchases"/> needs a kind
    /// selector.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public GroundTruth GroundTruth { get; init => field = OptionValue.Defined(value); } = GroundTruth.AllItems;

    /// <summary>
    /// Gets a value indicating whether an empty list for a user with history counts, with precision and recall 0. By
    /// default such a session is left out and counted apart, since its precision would be 0 / 0.
    /// </summary>
    public bool EmptyListCounts { get; init; }

    /// <summary>
    /// Gets the time without an event of its own after which a session is closed, by the event time of the others; an
    /// event that comes after that begins a new session. With null sessions are open, and keep their items, until the
    /// source completes. A gap needs an event-time selector.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? SessionGap { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the maximum number of users who are remembered to have a history. The default is 1,000,000. Sessions of one
    /// more count as without history, and that user's events are counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of relevant items that are kept over all open sessions. The default is 10,000,000. One
    /// more is not held against the session's list, and is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 10_000_000;

    /// <summary>
    /// Gets the maximum number of open sessions. The default is 1,000,000. Beyond it, the one touched least recently is
    /// closed early, which is counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxOpenSessions { get; init => field = OptionValue.Positive(value); } = 1_000_000;
}
