namespace RxRecs;

/// <summary>Sets how <c>CartMinusPurchase</c> keeps carts, and its bounds.</summary>
public sealed record CartOptions : EventTimeOptions
{
    private readonly TimeSpan? _abandonAfter;
    private readonly TimeSpan? _forgetAfter;
    private readonly int? _maxKeys = 1_000_000;
    private readonly int _maxItemsPerCart = 1000;
    private readonly int _closedItemsKept = 50;

    /// <summary>
    /// Sets after how long without a change a cart with open items counts as abandoned, in event time. Null: never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? AbandonAfter
    {
        get => _abandonAfter;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
                value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(AbandonAfter));
            _abandonAfter = value;
        }
    }

    /// <summary>
    /// Sets after how long without a change a key is forgotten with all that is known about it, in event time. Null:
    /// only where <see cref="MaxKeys"/> says so.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? ForgetAfter
    {
        get => _forgetAfter;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
                value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(ForgetAfter));
            _forgetAfter = value;
        }
    }

    /// <summary>
    /// Limits how many keys are kept, 1,000,000 unless given; for one more, the key whose cart changed the longest ago
    /// is forgotten. Null: as many as there are.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? MaxKeys
    {
        get => _maxKeys;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(MaxKeys));
            _maxKeys = value;
        }
    }

    /// <summary>Tells how many open items a cart holds, 1000 by default; for one more, the oldest is dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxItemsPerCart
    {
        get => _maxItemsPerCart;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxItemsPerCart));
            _maxItemsPerCart = value;
        }
    }

    /// <summary>
    /// Tells how many of the items that a key has taken out or bought are remembered, the last ones, 50 by default: by
    /// them a new cart is seen to re-open an item.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ClosedItemsKept
    {
        get => _closedItemsKept;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(ClosedItemsKept));
            _closedItemsKept = value;
        }
    }

    /// <summary>Gives the order in which a result selector sees the open lines; newest first by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public CartOrder Order
    {
        get;
        init => field = EnumValue.Defined(value, nameof(Order));
    }
}
