using System.Globalization;
using System.Text;
using RxRecs.Machines;

namespace RxRecs.Analytics;

/// <summary>Represents an occasion for a shop to write to a user.</summary>
/// <param name="Kind">The kind of what has happened.</param>
/// <param name="User">The user to whom it matters.</param>
/// <param name="Items">The items it is about: those of an abandoned cart, the last added first; of a cart that was
/// recovered the one that was changed or bought; else the one that is cheaper or back.</param>
/// <param name="EventTime">The time in UTC: the end of the gap, or the time of the event or change.</param>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public sealed record Trigger<TUser, TItem>(
    TriggerKind Kind, TUser User, IReadOnlyList<TItem> Items, DateTimeOffset EventTime)
    where TUser : notnull
    where TItem : notnull
{
    /// <summary>
    /// Gets the id by which a receiver knows a repetition: 32 hexadecimal digits, the first half of the SHA-256 of
    /// kind, user, items and event time. So it is the same after a restart. It is computed on each call; users and
    /// items of a type of your own need a <see cref="object.ToString"/> that tells them apart.
    /// </summary>
    public string Id => TriggerId.Of(Kind, User, Items, EventTime);

    /// <summary>Gets the price before, of a <see cref="TriggerKind.PriceDropped"/>; else null.</summary>
    public decimal? PriceBefore { get; init; }

    /// <summary>Gets the price now, of a <see cref="TriggerKind.PriceDropped"/>; else null.</summary>
    public decimal? Price { get; init; }

    /// <summary>
    /// Gets the number of triggers of this user and kind that the cool-down has held back since the one before.
    /// </summary>
    public int Suppressed { get; init; }

    /// <summary>Gets the list to send beside the trigger, from <c>TriggersWithLists</c>; else null.</summary>
    public RecommendationList<TUser, TItem>? List { get; init; }

    /// <summary>
    /// Creates the request for a list to send beside the trigger: for its user, around its items, and without them.
    /// </summary>
    /// <param name="count">The greatest number of items in the list.</param>
    /// <returns>The request, for <c>RecommendOnDemand</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public RecommendationRequest<TUser, TItem> Request(int count) => new(User, count)
    {
        Around = [.. Items.Reverse()],
        Excluded = Items.ToHashSet(),
    };

    /// <summary>Compares triggers, their items one by one.</summary>
    /// <param name="other">The second trigger.</param>
    /// <returns>True if they are the same.</returns>
    public bool Equals(Trigger<TUser, TItem>? other) =>
        other is not null
        && Kind == other.Kind
        && EqualityComparer<TUser>.Default.Equals(User, other.User)
        && EventTime == other.EventTime
        && PriceBefore == other.PriceBefore
        && Price == other.Price
        && Suppressed == other.Suppressed
        && EqualityComparer<RecommendationList<TUser, TItem>>.Default.Equals(List, other.List)
        && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, User, EventTime);

    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"Kind = {Kind}, User = {User}, Items = {string.Join(" ", Items)}, EventTime = {EventTime:u}, Id = {Id}, "
            + $"PriceBefore = {PriceBefore}, Price = {Price}, Suppressed = {Suppressed}");
        if (List is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", List = {List}");
        }

        return true;
    }
}
