using System.Runtime.InteropServices;

namespace RxRecs.Machines;

/// <content>The state fed by hand, without the machine.</content>
public sealed partial class CartState<TKey, TItem>
{
    /// <summary>
    /// Takes an event as <c>CartMinusPurchase</c> does once the watermark has reached it: first the gaps that end by
    /// its time, then what it does to its cart.
    /// </summary>
    /// <param name="value">The event; one that is no cart event only lets event time move on.</param>
    /// <param name="eventTime">
    /// The time of the event. Events are expected in order of event time: one behind the newest change counts as
    /// happening at the time of that change.
    /// </param>
    /// <returns>The changes in order, as a view that is valid until the next call.</returns>
    /// <exception cref="ArgumentException">A cart event without a key; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The action is not one of <see cref="CartAction"/>; nothing has
    /// changed.</exception>
    public ReadOnlySpan<CartChange<TKey, TItem>> Apply(CartEvent<TKey, TItem> value, DateTimeOffset eventTime)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((byte)value.Action, (byte)CartAction.Purchase, nameof(value));
        if (value.Action == CartAction.None)
        {
            return AdvanceTo(eventTime);
        }

        if (value.Key is null)
        {
            throw new ArgumentException("A cart event needs a key.", nameof(value));
        }

        TellAdvance(eventTime.UtcTicks);
        Apply(value, eventTime.UtcTicks);
        _told.AddRange(_changes);
        return CollectionsMarshal.AsSpan(_told);
    }

    /// <summary>
    /// Lets event time move on without an event: carts whose gap ends by then are abandoned, keys that have been idle
    /// for too long are forgotten.
    /// </summary>
    /// <param name="eventTime">The time before which nothing happens any more.</param>
    /// <returns>The changes in order, as a view that is valid until the next call.</returns>
    public ReadOnlySpan<CartChange<TKey, TItem>> AdvanceTo(DateTimeOffset eventTime)
    {
        TellAdvance(eventTime.UtcTicks);
        return CollectionsMarshal.AsSpan(_told);
    }

    private void TellAdvance(long ticks)
    {
        _told.Clear();
        while (TryAdvance(ticks))
        {
            _told.AddRange(_changes);
        }
    }
}
