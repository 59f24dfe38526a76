using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <content>Triggers.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Emits what a shop may write to its users about: carts abandoned and recovered, and items that have become
    /// cheaper or are back in stock, to those who viewed or carted them and have not bought them since.
    /// </summary>
    /// <param name="source">The events. Those whose user is not known only let event time move on.</param>
    /// <param name="changes">
    /// The changes that the shop states of items: prices, stock, what is hidden; they may come from another thread.
    /// Subscribed to first.
    /// </param>
    /// <param name="selectors">The selectors that read an event; facts and session are not used.</param>
    /// <param name="options">The allowed lateness, gap, window and cool-down, how much is kept, and the idle
    /// timeout.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The triggers.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A selector is null, or a cart would be forgotten before it is
    /// abandoned.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Takes effect once the watermark has reached its time: one trigger where it
    /// takes up an abandoned cart, and before it one per cart whose gap has ended. Of a change, once the watermark has
    /// passed its time: one trigger per user who viewed or carted the item within
    /// <see cref="TriggerOptions.InterestWindow"/>, the most recent first, if the item can be bought and costs less
    /// than before, or could not be in stock before. Changes do not move the watermark; one behind it takes effect at
    /// once, for those who looked before it. A user is told once per kind and
    /// <see cref="TriggerOptions.CoolDown"/>.</description></item>
    /// <item><term>Late event</term><description>One behind the watermark: counted, and an element of
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>.</description></item>
    /// <item><term>Error / completion</term><description>An error of either stream ends it, what is held is lost. It
    /// completes with the events, which applies what is held; time does not go on after the last
    /// event.</description></item>
    /// <item><term>State</term><description>What is within the allowed lateness; carts and cool-downs, users per item
    /// and in all, and items, each with a bound in <see cref="TriggerOptions"/>. Nothing is allocated per event that
    /// brings no trigger.</description></item>
    /// <item><term>Order</term><description>Event time: gaps first, by user, then events, then changes; equal ones by
    /// arrival. One at a time, never delivered under a lock.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, Trigger<TUser, TItem>> Triggers<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        IObservable<ItemChange<TItem>> changes,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        TriggerOptions options)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(selectors);
        ArgumentNullException.ThrowIfNull(options);
        selectors.ThrowIfIncomplete();
        options.Validate();
        return EventTimeOperator.Run(
            new EventsAndChanges<TEvent, ItemChange<TItem>>(source, changes),
            nameof(Triggers),
            () => new TriggersMachine<TEvent, TUser, TItem>(selectors, options),
            options);
    }

    /// <summary>Emits what a shop may write to its users about.</summary>
    /// <inheritdoc cref="Triggers{TEvent, TUser, TItem}"/>
    /// <param name="source">The interactions. Those of an unknown user only let event time move on.</param>
    /// <param name="changes">The changes that the shop states of items.</param>
    /// <param name="options">The allowed lateness, gap, window and cool-down, how much is kept, and the idle
    /// timeout.</param>
    public static IEventTimeObservable<Interaction, Trigger<Id, Id>> Triggers(
        this IObservable<Interaction> source, IObservable<ItemChange<Id>> changes, TriggerOptions options) =>
        source.Triggers(changes, ShopRecommender.Selectors, options);
}
