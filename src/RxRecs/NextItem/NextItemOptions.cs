namespace RxRecs.Recommenders;

/// <summary>Sets what a next-item recommender learns from, how it scores, and what it keeps.</summary>
public sealed record NextItemOptions
{
    /// <summary>Says which events make one visit.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>
    /// Fixes how items are scored; null, unless given: the best of the presets and a blend of two is found out while
    /// running, by how well each foretells the next events.
    /// </summary>
    public PairKernelOptions? Kernel { get; init; }

    /// <summary>
    /// Scores by session-kNN in place of the pair kernel; null, not so, unless given. Of each item, as many sessions
    /// are kept as are compared, if that is more than <see cref="SessionsPerItem"/>.
    /// </summary>
    public SessionKnnOptions? SessionKnn { get; init; }

    /// <summary>Names the kinds of events that count; all but removals from the cart unless given.</summary>
    /// <exception cref="ArgumentException">The value is null, names no kind, or one that does not exist.</exception>
    public IReadOnlyList<InteractionKind> Kinds { get; init => field = OptionValue.Kinds(value); } =
        [InteractionKind.View, InteractionKind.Cart, InteractionKind.Purchase];

    /// <summary>
    /// Tells whether the item that a visitor looked at last may be recommended, since many come back to it; true unless
    /// given.
    /// </summary>
    public bool RecommendCurrentItem { get; init; } = true;

    /// <summary>Tells how many items at the end of a visit count; 10 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100.</exception>
    public int LastItems { get; init => field = OptionValue.Between(value, 1, 100); } = 10;

    /// <summary>
    /// Tells how many sessions of each of these items are compared, the newest; 500 unless given. A list costs at most
    /// <c>LastItems * SessionsPerItem</c> sessions however popular an item is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 100,000.</exception>
    public int SessionsPerItem { get; init => field = OptionValue.Between(value, 1, 100_000); } = 500;

    /// <summary>Tells how many sessions are kept; 2,000,000 unless given. At the bound the oldest goes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxSessions { get; init => field = OptionValue.Positive(value); } = 2_000_000;

    /// <summary>
    /// Tells how many events are kept, at up to 60 bytes each; 10,000,000 unless given. At the bound the oldest session
    /// goes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 500,000,000.</exception>
    public int MaxEvents { get; init => field = OptionValue.Between(value, 1, 500_000_000); } = 10_000_000;

    /// <summary>Tells how many items are kept; 1,000,000 unless given. At the bound the oldest session goes.</summary>
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

    /// <summary>Tells whether events of a kind count.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>True if it is one of <see cref="Kinds"/>.</returns>
    public bool Counts(InteractionKind kind)
    {
        foreach (var each in Kinds)
        {
            if (each == kind)
            {
                return true;
            }
        }

        return false;
    }
}
