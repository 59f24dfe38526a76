namespace RxRecs.Recommenders;

/// <summary>Sets how recommenders are held against the next items of visits.</summary>
public sealed record NextItemProtocolOptions
{
    private readonly int _listLength = 20;
    private readonly int _maxItems = 1_000_000;
    private readonly int _maxHeldResults = 1_000_000;
    private readonly SessionOptions _sessions = new();

    /// <summary>Sets K, the maximum number of items in a list, from 1 to 10,000; 20 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int ListLength
    {
        get => _listLength;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(ListLength));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10_000, nameof(ListLength));
            _listLength = value;
        }
    }

    /// <summary>
    /// Says which events make one visit. <see cref="SessionOptions.KeepRepeats"/> decides whether an item that follows
    /// itself is to be foretold, and <see cref="SessionOptions.MaxOpen"/> how many visits are kept.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SessionOptions Sessions
    {
        get => _sessions;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Sessions));
            _sessions = value;
        }
    }

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
    public int MaxItems
    {
        get => _maxItems;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxItems));
            _maxItems = value;
        }
    }

    /// <summary>
    /// Limits how many results are held until their visits are over, 1,000,000 unless given; beyond, the visit that
    /// began first is taken to be over, and so is one of 1,000 results.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxHeldResults
    {
        get => _maxHeldResults;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MaxHeldResults));
            _maxHeldResults = value;
        }
    }
}
