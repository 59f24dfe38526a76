using System.Globalization;
using System.Text;

namespace RxRecs;

/// <summary>Represents one change of a cart.</summary>
/// <param name="Kind">The kind of what has happened.</param>
/// <param name="Key">The cart's key: a user or a session.</param>
/// <param name="Item">The item, where one belongs to the change.</param>
/// <param name="Quantity">
/// The number of pieces of the item that lie in the cart now; of an item that has left it, the number there were; of a
/// rejected event, the number it asked for; 0 where no item belongs to the change.
/// </param>
/// <param name="EventTime">
/// The time in UTC: the event's time; for <see cref="CartChangeKind.Abandoned"/> the end of the gap.
/// </param>
/// <param name="OpenItems">
/// The number of items that are open in this cart after the event; for a key that has left, the number it took along.
/// </param>
/// <param name="Total">The number of changes of this kind so far, in all carts, this one included.</param>
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
