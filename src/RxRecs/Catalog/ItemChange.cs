using System.Globalization;
using System.Text;

namespace RxRecs.Recommenders;

/// <summary>
/// Represents what the shop itself states of an item at some time: attributes, price, visible or hidden, in stock or
/// out. It holds as soon as it comes; what is null stays as it was.
/// </summary>
/// <remarks>
/// Of each attribute the statement with the latest event time counts, in whatever order changes come; of two of the
/// same time the one that comes later. An item of which nothing was stated is visible and in stock.
/// </remarks>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct ItemChange<TItem>
    where TItem : notnull
{
    private readonly decimal? _price;

    /// <summary>Makes a change that states nothing yet.</summary>
    /// <param name="item">The item.</param>
    /// <param name="eventTime">The time at which it is stated.</param>
    /// <exception cref="ArgumentException"><paramref name="item"/> is null or none.</exception>
    public ItemChange(TItem item, DateTimeOffset eventTime)
    {
        ThrowIfNone(item);
        Item = item;
        EventTime = eventTime;
    }

    /// <summary>Gets the item.</summary>
    public TItem Item { get; }

    /// <summary>Gets the time of the statement: what comes behind a later statement does not count.</summary>
    public DateTimeOffset EventTime { get; }

    /// <summary>Gets the brand, or null.</summary>
    public string? Brand { get; init; }

    /// <summary>Gets the category's id, or none.</summary>
    public Id Category { get; init; }

    /// <summary>Gets the path of the category, general to special with dots between, or null.</summary>
    public string? CategoryPath { get; init; }

    /// <summary>Gets the price of one piece in the shop's currency, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or beyond
    /// <see cref="Interaction.MaxPrice"/>.</exception>
    public decimal? Price
    {
        get => _price;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(Price));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value ?? 0, Interaction.MaxPrice, nameof(Price));
            _price = value;
        }
    }

    /// <summary>Gets a value indicating whether the item may be shown; null where the change does not say.</summary>
    public bool? IsVisible { get; init; }

    /// <summary>Gets a value indicating whether the item can be bought; null where the change does not say.</summary>
    public bool? IsInStock { get; init; }

    /// <summary>Tells whether nothing of another change of the item counts beside this one.</summary>
    internal bool Replaces(in ItemChange<TItem> other, bool isLater) =>
        (isLater ? other.EventTime <= EventTime : other.EventTime < EventTime)
        && (other.Brand is null || Brand is not null)
        && (other.Category.IsNone || !Category.IsNone)
        && (other.CategoryPath is null || CategoryPath is not null)
        && (other.Price is null || Price is not null)
        && (other.IsVisible is null || IsVisible is not null)
        && (other.IsInStock is null || IsInStock is not null);

    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"Item = {Item}, EventTime = {EventTime:u}, Brand = {Brand}, Category = {Category}, "
            + $"CategoryPath = {CategoryPath}, Price = {Price}, IsVisible = {IsVisible}, IsInStock = {IsInStock}");
        return true;
    }

    internal static void ThrowIfNone(TItem item)
    {
        if (ItemValue.IsNone(item))
        {
            throw new ArgumentException("A change is one of an item: its id cannot be none.", nameof(item));
        }
    }
}
