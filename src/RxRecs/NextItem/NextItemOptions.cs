namespace RxRecs.Recommenders;

/// <summary>Configures what a next-item recommender learns from, how it scores, and what it keeps.</summary>
public sealed record NextItemOptions
{
    /// <summary>Gets the rules by which events make one visit.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>
    /// Gets the options by which items are scored. The default is null: the best of the presets and a blend of two is
    /// found out while running, by how well each predicts the next events.
    /// </summary>
    public PairKernelOptions? Kernel { get; init; }

    /// <summary>
    /// Gets the options of session-kNN, which then scores in place of the pair kernel. The default is null, for the
    /// pair kernel. Of each item, as many sessions are kept as are compared, if that is more than
    /// <see cref="SessionsPerItem"/>.
    /// </summary>
    public SessionKnnOptions? SessionKnn { get; init; }

    /// <summary>Gets the kinds of events that count. The default is all but removals from the cart.</summary>
    /// <exception cref="ArgumentException">The value is null, names no kind, or one that does not exist.</exception>
    public IReadOnlyList<InteractionKind> Kinds { get; init => field = OptionValue.Kinds(value); } =
        [InteractionKind.View, InteractionKind.Cart, InteractionKind.Purchase];

    /// <summary>
    /// Gets a value indicating whether the item that a visitor looked at last may be recommended, since many come back
    /// to it. The default is true.
    /// </summary>
    public bool RecommendCurrentItem { get; init; } = true;

    /// <summary>Gets the number of items at the end of a visit that count. The default is 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100.</exception>
    public int LastItems { get; init => field = OptionValue.Between(value, 1, 100); } = 10;

    /// <summary>
    /// Gets the number of sessions of each of these items that are compared, the newest. The default is 500. A list
    /// costs at most <c>LastItems * SessionsPerItem</c> sessions however popular an item is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100,000.</exception>
    public int SessionsPerItem { get; init => field = OptionValue.Between(value, 1, 100_000); } = 500;

    /// <summary>
    /// Gets the maximum number of sessions to keep. The default is 2,000,000. At the bound the oldest goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxSessions { get; init => field = OptionValue.Positive(value); } = 2_000_000;

    /// <summary>
    /// Gets the maximum number of events to keep, at up to 60 bytes each. The default is 10,000,000. At the bound the
    /// oldest session goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 500,000,000.</exception>
    public int MaxEvents { get; init => field = OptionValue.Between(value, 1, 500_000_000); } = 10_000_000;

    /// <summary>
    /// Gets the maximum number of items to keep. The default is 1,000,000. At the bound the oldest session goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Refuses settings that contradict each other.</summary>
    /// <exception cref="ArgumentException">
    /// There are two ways to score, or session-kNN by postings is to look at all sessions.
    /// </exception>
    internal void Check()
    {
        if (Kernel is not null && SessionKnn is not null)
        {
            throw new ArgumentException($"{nameof(Kernel)} and {nameof(SessionKnn)} are both given: give one of them.");
        }

        SessionKnn?.Check();
    }

    internal SessionIndexLimits Limits => new()
    {
        MaxSessions = MaxSessions,
        MaxEvents = MaxEvents,
        MaxItems = MaxItems,
        PostingsPerItem = Math.Max(SessionsPerItem, SessionKnn?.Sessions ?? 0),
        MaxLength = Sessions.MaxLength,
        TailLength = LastItems,
        KeepRepeats = Sessions.KeepRepeats,
    };

    /// <summary>Determines whether events of a kind count.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>True if it is one of <see cref="Kinds"/>.</returns>
    public bool Counts(InteractionKind kind)
    {
        // Of every event: by index, since an enumerator of the interface would be allocated.
        for (var i = 0; i < Kinds.Count; i++)
        {
            if (Kinds[i] == kind)
            {
                return true;
            }
        }

        return false;
    }
}
