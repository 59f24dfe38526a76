using RxRecs.Machines;
using RxRecs.Tests.Time;

namespace RxRecs.Tests.Carts;

/// <summary>Carts over <see cref="TimedEvent"/>: item, action and quantity follow from the event's number.</summary>
internal static class CartEvents
{
    public static int Item(TimedEvent one) => one.Id * 7 % 5;

    public static CartAction Action(TimedEvent one) => (one.Id % 7) switch
    {
        0 or 1 or 2 => CartAction.Add,
        3 => CartAction.Remove,
        4 => CartAction.Purchase,
        5 => CartAction.Reduce,
        _ => one.Id % 2 == 0 ? CartAction.SetQuantity : CartAction.None,
    };

    public static int Quantity(TimedEvent one) => (one.Id * 3 % 5) - 1;

    public static CartEvent<string, int> Of(TimedEvent one) => new(one.Key, Item(one), Action(one), Quantity(one));

    public static CartMinusPurchaseMachine<TimedEvent, string, int, string> Machine(CartOptions options) =>
        new(Of, Text, x => x.Time, options);

    public static string Text(CartChange<string, int> change, ReadOnlySpan<CartLine<int>> open)
    {
        var lines = string.Join(' ', open.ToArray().Select(x => $"{x.Item}x{x.Quantity}"));
        var seconds = (change.EventTime - TimedEvent.Noon).TotalSeconds;
        return $"{seconds} {change.Kind} {change.Key}{change.Item}x{change.Quantity} [{lines}] "
            + $"{change.OpenItems} #{change.Total}";
    }

    public static List<string> Run(CartOptions options, IEnumerable<TimedEvent> events) =>
        EventTimeRun.Results(Machine(options), events);
}
