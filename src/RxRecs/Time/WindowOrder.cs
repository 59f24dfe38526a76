using System.Reactive;

namespace RxRecs;

/// <summary>
/// The order of windows that close together: end, start, key. Text keys compare ordinally by
/// default.
/// </summary>
internal sealed class WindowOrder<TKey, TAccumulate>(IComparer<TKey>? keyOrder)
    : IComparer<EventWindow<TKey, TAccumulate>>
{
    // Windows without a key never tie.
    private readonly IComparer<TKey> _keys =
        typeof(TKey) == typeof(Unit) ? TieOrder<TKey>.Default : ItemOrder.OrDefault(keyOrder);

    public int Compare(EventWindow<TKey, TAccumulate> x, EventWindow<TKey, TAccumulate> y)
    {
        var order = x.End.UtcTicks.CompareTo(y.End.UtcTicks);
        order = order != 0 ? order : x.Start.UtcTicks.CompareTo(y.Start.UtcTicks);
        return order != 0 ? order : _keys.Compare(x.Key, y.Key);
    }
}
