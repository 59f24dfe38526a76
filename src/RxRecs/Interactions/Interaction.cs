using System.Runtime.InteropServices;

namespace RxRecs;

/// <summary>
/// One interaction of a user with an item of a shop: a value of 72 bytes that is made once and passed through every
/// operator.
/// Ids are numbers, not negative; <see cref="None"/> stands for an unknown one. Shops with other ids use the operators'
/// generic overloads with their own event type.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Interaction
{
    /// <summary>An id that is not known: no user, no category.</summary>
    public const long None = -1;

    /// <summary>The highest price: 9,000,000,000,000.</summary>
    public const decimal MaxPrice = 9_000_000_000_000m;

    internal const long NoPrice = long.MinValue;
    internal const long PriceUnits = 1_000_000;
    private readonly long _eventTicks;
    private readonly long _price;
    private readonly long _user;
    private readonly long _category;

    /// <summary>Makes an interaction with neither category, brand, session nor price, of one piece.</summary>
    /// <param name="eventTime">When it happened.</param>
    /// <param name="kind">What the user did.</param>
    /// <param name="user">Who, or <see cref="None"/>.</param>
    /// <param name="item">With what.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or the kind is not one of the four.</exception>
    public Interaction(DateTimeOffset eventTime, InteractionKind kind, long user, long item)
        : this(eventTime.UtcTicks, kind, user, item)
    {
    }

    internal Interaction(long eventTicks, InteractionKind kind, long user, long item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((byte)kind, (byte)InteractionKind.Purchase, nameof(kind));
        ArgumentOutOfRangeException.ThrowIfLessThan(user, None);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        _eventTicks = eventTicks;
        Kind = kind;
        _user = user;
        Item = item;
        _category = None;
        _price = NoPrice;
        Quantity = 1;
    }

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset EventTime => new(_eventTicks, TimeSpan.Zero);

    /// <summary>What the user did.</summary>
    public InteractionKind Kind { get; }

    /// <summary>With which item.</summary>
    public long Item { get; }

    /// <summary>Who, or <see cref="None"/>.</summary>
    public long User => _user;

    /// <summary>During which visit, or null.</summary>
    public string? Session { get; init; }

    /// <summary>The id of the item's category, or <see cref="None"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative and not <see cref="None"/>.</exception>
    public long Category
    {
        get => _category;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, None, nameof(Category));
            _category = value;
        }
    }

    /// <summary>
    /// The path of the item's category, general to special with dots between (<c>apparel.shoes</c>), or null.
    /// </summary>
    public string? CategoryPath { get; init; }

    /// <summary>The item's brand, or null.</summary>
    public string? Brand { get; init; }

    /// <summary>The price of one piece in the shop's currency, kept to six decimals, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is beyond plus or minus
    /// <see cref="MaxPrice"/>.</exception>
    public decimal? Price
    {
        get => _price == NoPrice ? null : (decimal)_price / PriceUnits;
        init
        {
            if (value is { } price)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(price), MaxPrice, nameof(Price));
                _price = (long)decimal.Round(price * PriceUnits);
            }
            else
            {
                _price = NoPrice;
            }
        }
    }

    /// <summary>How many pieces; 1 where the source does not say.</summary>
    public int Quantity { get; init; }

    /// <summary>What it tells about its item: brand, category and price.</summary>
    public ItemFacts Facts => new(Brand, Category == None ? Id.None : Category, CategoryPath, Price);

    internal long EventTicks => _eventTicks;

    /// <summary>
    /// The price in millionths, or <see cref="NoPrice"/>: for readers that have checked it, without the way over
    /// decimal.
    /// </summary>
    internal long PriceInUnits
    {
        get => _price;
        init => _price = value;
    }
}
