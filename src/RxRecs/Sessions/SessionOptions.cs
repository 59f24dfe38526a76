namespace RxRecs.Recommenders;

/// <summary>Configures which events make one visit, and how much of a visit is kept.</summary>
/// <remarks>
/// An event that names its session belongs to the visit of its user and that name, so that an id that several users
/// share is several visits. One without a name belongs to its user's newest visit if that is at most
/// <see cref="Gap"/> ago, which repairs ids that are missing now and then. One with neither user nor session belongs to
/// no visit and is counted.
/// </remarks>
public sealed record SessionOptions
{
    /// <summary>Represents the greatest <see cref="MaxLength"/>: 10,000.</summary>
    public const int LongestLength = 10_000;


    /// <summary>
    /// Gets the time without an event after which a user's next event without a session id begins a new visit. The
    /// default is 30 minutes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan Gap { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Gets the time without an event after which a session id begins a new visit, because it has been used again. The
    /// default is a day. Shops end their sessions themselves, some only after hours: a shorter gap cuts visits in two.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan NamedGap { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromDays(1);

    /// <summary>
    /// Gets the maximum number of visits that go on at a time. The default is 1,000,000. At the bound the visit without
    /// an event for the longest time is taken to be over, and is counted; what it held stays known.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxOpen { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of events of a visit, the first ones, that the lists of other visits are made from. The
    /// default is 200. Of a longer visit, as of a robot, the last items are kept beside them for its own lists.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 2 to 10,000.</exception>
    public int MaxLength { get; init => field = OptionValue.Between(value, 2, LongestLength); } = 200;

    /// <summary>
    /// Gets a value indicating whether an item that follows itself counts again, as with page reloads. The default is
    /// true. Where events of a visit come out of order, leaving repeats out depends on the order.
    /// </summary>
    public bool KeepRepeats { get; init; } = true;
}
