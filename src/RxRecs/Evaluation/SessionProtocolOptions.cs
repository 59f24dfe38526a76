namespace RxRecs;

/// <summary>How sessions are evaluated.</summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
public sealed record SessionProtocolOptions<TEvent>
{
    private readonly int _maxOpenSessions = 1_000_000;
    private readonly TimeSpan? _sessionGap;

    /// <summary>Which items the list should have held.</summary>
    public GroundTruth GroundTruth { get; init; } = GroundTruth.AllItems;

    /// <summary>What the user did; needed for <see cref="GroundTruth.Purchases"/>, otherwise unused.</summary>
    public Func<TEvent, InteractionKind>? KindSelector { get; init; }

    /// <summary>
    /// Whether an empty list for a user with history counts, with precision and recall 0. By default such a session is
    /// left out and counted apart, since its precision would be 0 / 0.
    /// </summary>
    public bool EmptyListCounts { get; init; }

    /// <summary>When an event happened; needed for <see cref="SessionGap"/>, otherwise unused.</summary>
    public Func<TEvent, DateTimeOffset>? EventTimeSelector { get; init; }

    /// <summary>
    /// After how long without an event of its own a session is closed, by the event time of the others; an event that
    /// comes after that begins a new session. Null: sessions are open, and keep their items, until the source
    /// completes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? SessionGap
    {
        get => _sessionGap;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
                value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(SessionGap));
            _sessionGap = value;
        }
    }

    /// <summary>
    /// How many sessions can be open; beyond, the one touched least recently is closed early, which is
    /// counted.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxOpenSessions
    {
        get => _maxOpenSessions;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxOpenSessions));
            _maxOpenSessions = value;
        }
    }

    /// <summary>Whether an event has a user and a session; one that lacks either is learned alone.</summary>
    internal Func<TEvent, bool>? HasSession { get; init; }
}
