namespace RxRecs;

/// <summary>Configures how <c>CartMinusPurchase</c> keeps carts, and its bounds.</summary>
public sealed record CartOptions : EventTimeOptions
{
    /// <summary>
    /// Gets the event time without a change after which a cart with open items counts as abandoned. With null it never
    /// does.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? AbandonAfter { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the event time without a change after which a key is forgotten with all that is known about it. With null
    /// it is forgotten only where <see cref="MaxKeys"/> says so.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? ForgetAfter { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Gets the maximum number of keys to keep. The default is 1,000,000. For one more, the key whose cart changed the
    /// longest ago is forgotten. With null there is no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxKeys { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>
    /// Gets the maximum number of open items in a cart; for one more, the oldest is dropped. The default is 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItemsPerCart { get; init => field = OptionValue.Positive(value); } = 1000;

    /// <summary>
    /// Gets the number of items that are remembered of those that a key has last taken out or bought: by them a new
    /// cart is seen to reopen an item. The default is 50.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ClosedItemsKept { get; init => field = OptionValue.NotNegative(value); } = 50;

    /// <summary>Gets the order in which a result selector sees the open lines. The default is newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CartOrder Order { get; init => field = OptionValue.Defined(value); }
}
