using System.Globalization;
using System.Text;

namespace RxRecs;

/// <summary>Represents one change of a cart.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Key">Whose cart: a user or a session.</param>
/// <param name="Item">The item, where one belongs to the change.</param>
/// <param name="Quantity">
/// How many pieces of the item lie in the cart now; of an item that has left it, how many there were; of a rejected
/// event, what it asked for; 0 where no item belongs to the change.
/// </param>
/// <param name="EventTime">When, in UTC: the event's time; for <see cref="CartChangeKind.Abandoned"/> the end of the
/// gap.</param>
/// <param name="OpenItems">How many items are open in this cart after the event; for a key that has left, how many it
/// took along.</param>
/// <param name="Total">How many changes of this kind there have been, in all carts, this one included.</param>
/// <typeparam name="TKey">The keys' type.</typeparam>
/// <typeparam name="TItem">The items' type.</typeparam>
public readonly record struct CartChange<TKey, TItem>(
    CartChangeKind Kind, TKey Key, TItem? Item, int Quantity, DateTimeOffset EventTime, int OpenItems, long Total)
{
    // Times in ISO 8601 and numbers with a point, whatever the culture.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"Kind = {Kind}, Key = {Key}, Item = {Item}, Quantity = {Quantity}, EventTime = {EventTime:u}, "
            + $"OpenItems = {OpenItems}, Total = {Total}");
        return true;
    }
}
