namespace RxRecs.Analytics;

/// <summary>Provides the options of when triggers are sent, and how much is kept.</summary>
public sealed record TriggerOptions : EventTimeOptions
{
    private readonly TimeSpan _interestWindow = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets the event time without a change after which a cart counts as abandoned. The default is an hour. With null
    /// no carts are kept, and there are no triggers of carts.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? AbandonAfter { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets the event time for which a user who viewed or carted an item is told of it, and for which a cart is kept
    /// without a change. The default is 30 days, the maximum 9,999 years. It must be longer than
    /// <see cref="AbandonAfter"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or too large.</exception>
    public TimeSpan InterestWindow
    {
        get => _interestWindow;
        init
        {
            WindowSize.Check(value, nameof(InterestWindow));
            _interestWindow = value;
        }
    }

    /// <summary>
    /// Gets the event time after a trigger for which its user is told of no other of the same kind. The default is a
    /// day; <see cref="TimeSpan.Zero"/> holds none back. What it holds back is counted in
    /// <see cref="Trigger{TUser, TItem}.Suppressed"/> and on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan CoolDown { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromDays(1);

    /// <summary>
    /// Gets the share of the price before by which a price has to drop: 0.05 is 5 %. The default is 0, for any drop.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or beyond 1.</exception>
    public decimal MinPriceDrop { get; init => field = OptionValue.Between(value, 0, 1); }

    /// <summary>
    /// Gets the maximum number of carts, and of cool-downs of a user and a kind. The default is 1,000,000 each. For one
    /// more the cart without a change, or the cool-down without a trigger, for the longest time is forgotten; a cart,
    /// or a cool-down that has not ended, is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsers { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of users who are told of an item, those who viewed or carted it last. The default is
    /// 1,000. One who has to leave is counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUsersPerItem { get; init => field = OptionValue.Positive(value); } = 1_000;

    /// <summary>
    /// Gets the maximum number of pairs of an item and a user who is told of it. The default is 1,000,000. For one more
    /// the earliest of all leaves, counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxInterests { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of items of which price and stock are known. The default is 1,000,000. For one more the
    /// item without a change for the longest time is forgotten, those hidden or out of stock last, counted on the meter
    /// <c>RxRecs</c>. As many changes wait for their time; for one more the earliest is taken before it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItems { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Gives the options of the carts inside.</summary>
    internal CartOptions Carts => new()
    {
        AllowedLateness = AllowedLateness,
        AbandonAfter = AbandonAfter,
        ForgetAfter = InterestWindow,
        MaxKeys = MaxUsers,
        ClosedItemsKept = 0,
    };

    internal void Validate()
    {
        if (AbandonAfter >= InterestWindow)
        {
            throw new ArgumentException(
                $"A cart is forgotten after the InterestWindow of {InterestWindow}, before it is abandoned after "
                + $"{AbandonAfter}: give a longer InterestWindow.",
                "options");
        }
    }
}
