using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RxRecs;

/// <summary>
/// Represents one interaction of a user with an item of a shop: a value of 96 bytes that is made once and passed
/// through every operator.
/// </summary>
/// <remarks>
/// Ids are numbers or text and convert to <see cref="Id"/> by themselves; <see cref="Id.None"/>, the default, stands
/// for an unknown user or category. The session is text as it is, never read as a number.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Interaction
{
    /// <summary>Represents the highest price: 9,000,000,000,000.</summary>
    public const decimal MaxPrice = 9_000_000_000_000m;

    internal const long NoPrice = long.MinValue;
    internal const long PriceUnits = 1_000_000;
    private readonly long _eventTicks;
    private readonly long _price;

    // The ids' parts, texts with texts and bits with bits: what holds no reference is copied in larger pieces.
    private readonly string? _userText;
    private readonly string? _itemText;
    private readonly string? _categoryText;
    private readonly long _userBits;
    private readonly long _itemBits;
    private readonly long _categoryBits;
    private readonly string? _session;
    private readonly string? _categoryPath;
    private readonly string? _brand;
    private readonly int _quantity;
    private readonly InteractionKind _kind;

    /// <summary>Makes an interaction with neither category, brand, session nor price, of one piece.</summary>
    /// <param name="eventTime">The time of the event.</param>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="user">The user, or <see cref="Id.None"/>.</param>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentException"><paramref name="item"/> is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of the four.</exception>
    public Interaction(DateTimeOffset eventTime, InteractionKind kind, Id user, Id item)
        : this(eventTime.UtcTicks, kind, user, item)
    {
    }

    internal Interaction(long eventTicks, InteractionKind kind, Id user, Id item)
    {
        ThrowIfUndefined(kind);
        if (item.IsNone)
        {
            ThrowItemIsNone();
        }

        _eventTicks = eventTicks;
        _kind = kind;
        (_userText, _userBits) = user;
        (_itemText, _itemBits) = item;
        _price = NoPrice;
        _quantity = 1;
    }

    /// <summary>Gets the event time, in UTC.</summary>
    public DateTimeOffset EventTime => new(_eventTicks, TimeSpan.Zero);

    /// <summary>Gets the kind of the interaction.</summary>
    public InteractionKind Kind => _kind;

    /// <summary>Gets the item.</summary>
    public Id Item => Id.FromParts(_itemText, _itemBits);

    /// <summary>Gets the user, or <see cref="Id.None"/>.</summary>
    public Id User
    {
        get => Id.FromParts(_userText, _userBits);
        init => (_userText, _userBits) = value;
    }

    /// <summary>Gets the visit, or null.</summary>
    public string? Session
    {
        get => _session;
        init => _session = value;
    }

    /// <summary>Gets the id of the item's category, or <see cref="Id.None"/>.</summary>
    public Id Category
    {
        get => Id.FromParts(_categoryText, _categoryBits);
        init => (_categoryText, _categoryBits) = value;
    }

    /// <summary>
    /// Gets the path of the item's category, general to special with dots between (<c>apparel.shoes</c>), or null.
    /// </summary>
    public string? CategoryPath
    {
        get => _categoryPath;
        init => _categoryPath = value;
    }

    /// <summary>Gets the item's brand, or null.</summary>
    public string? Brand
    {
        get => _brand;
        init => _brand = value;
    }

    /// <summary>Gets the price of one piece in the shop's currency, kept to six decimals, or null.</summary>
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

    /// <summary>Gets the number of pieces; 1 where the source does not say.</summary>
    public int Quantity
    {
        get => _quantity;
        init => _quantity = value;
    }

    internal InteractionKind CountedKind => Counted(Kind, Quantity);

    /// <summary>Gets what the interaction tells about its item: brand, category and price.</summary>
    public ItemFacts Facts => new(Brand, Category, CategoryPath, Price);

    internal long EventTicks => _eventTicks;

    /// <summary>Gives a kind as it counts for what is popular or comes next: a return is no purchase.</summary>
    internal static InteractionKind Counted(InteractionKind kind, int quantity) =>
        quantity < 0 ? InteractionKind.Remove : kind;

    /// <summary>
    /// Gives the price in millionths, or <see cref="NoPrice"/>: for readers that have checked it, without the way over
    /// decimal.
    /// </summary>
    internal long PriceInUnits
    {
        get => _price;
        init => _price = value;
    }

    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"EventTime = {EventTime:u}, Kind = {Kind}, Item = {Item}, User = {User}, Session = {Session}, "
            + $"Category = {Category}, CategoryPath = {CategoryPath}, Brand = {Brand}, Price = {Price}, "
            + $"Quantity = {Quantity}");
        return true;
    }

    private static void ThrowItemIsNone() =>
        throw new ArgumentException("An interaction is with an item: its id cannot be none.", "item");

    // Unlike a question to the enum, nothing is allocated by code that is not optimized yet either.
    internal static void ThrowIfUndefined(InteractionKind kind)
    {
        if (kind > InteractionKind.Purchase)
        {
            ThrowNoKind(kind);
        }
    }

    private static void ThrowNoKind(InteractionKind kind) => throw new ArgumentOutOfRangeException(
        nameof(kind), kind, $"{nameof(kind)} is one of {string.Join(", ", Enum.GetNames<InteractionKind>())}.");
}
