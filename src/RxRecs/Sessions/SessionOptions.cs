namespace RxRecs.Recommenders;

/// <summary>Sets which events make one visit, and how much of a visit is kept.</summary>
/// <remarks>
/// An event that names its session belongs to the visit of its user and that name, so that an id that several users
/// share is several visits. One without a name belongs to its user's newest visit if that is at most
/// <see cref="Gap"/> ago, which repairs ids that are missing now and then. One with neither user nor session belongs to
/// no visit and is counted.
/// </remarks>
public sealed record SessionOptions
{
    /// <summary>Limits <see cref="MaxLength"/>: 10,000.</summary>
    public const int LongestLength = 10_000;


    /// <summary>
    /// Sets after how long without an event a user's next event without a session id begins a new visit; 30 minutes
    /// unless given.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan Gap { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Sets after how long without an event a session id begins a new visit, because it has been used again; a day
    /// unless given. Shops end their sessions themselves, some only after hours: a shorter gap cuts visits in two.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan NamedGap { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromDays(1);

    /// <summary>
    /// Tells how many visits can go on at a time; 1,000,000 unless given. At the bound the one without an event for the
    /// longest time is taken to be over, and is counted; what it held stays known.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxOpen { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Limits how many events of a visit, the first ones, the lists of other visits are made from; 200 unless given. Of
    /// a longer visit, as of a robot, the last items are kept beside them for its own lists.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 2 to 10,000.</exception>
    public int MaxLength { get; init => field = OptionValue.Between(value, 2, LongestLength); } = 200;

    /// <summary>
    /// Tells whether an item that follows itself counts again, as with page reloads; true unless given. Where events of
    /// a visit come out of order, leaving repeats out depends on the order.
    /// </summary>
    public bool KeepRepeats { get; init; } = true;
}
