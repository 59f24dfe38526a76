namespace RxRecs;

/// <summary>Sets how <c>CartMinusPurchase</c> keeps carts, and its bounds.</summary>
public sealed record CartOptions : EventTimeOptions
{
    /// <summary>
    /// Sets after how long without a change a cart with open items counts as abandoned, in event time. Null: never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? AbandonAfter { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Sets after how long without a change a key is forgotten with all that is known about it, in event time. Null:
    /// only where <see cref="MaxKeys"/> says so.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? ForgetAfter { get; init => field = OptionValue.Positive(value); }

    /// <summary>
    /// Limits how many keys are kept, 1,000,000 unless given; for one more, the key whose cart changed the longest ago
    /// is forgotten. Null: as many as there are.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxKeys { get; init => field = OptionValue.Positive(value); } = 1_000_000;

    /// <summary>Tells how many open items a cart holds, 1000 by default; for one more, the oldest is dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItemsPerCart { get; init => field = OptionValue.Positive(value); } = 1000;

    /// <summary>
    /// Tells how many of the items that a key has taken out or bought are remembered, the last ones, 50 by default: by
    /// them a new cart is seen to re-open an item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ClosedItemsKept { get; init => field = OptionValue.NotNegative(value); } = 50;

    /// <summary>Gives the order in which a result selector sees the open lines; newest first by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CartOrder Order { get; init => field = OptionValue.Defined(value); }
}
