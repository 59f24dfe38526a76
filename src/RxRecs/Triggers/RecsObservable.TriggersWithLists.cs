using RxRecs.Analytics;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <content>Triggers with lists.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Emits what a shop may write to its users about, each time with the list to send beside it: items for the user,
    /// around those of the trigger and without them.
    /// </summary>
    /// <inheritdoc cref="Triggers{TEvent, TUser, TItem}"/>
    /// <param name="source">The events. Those whose user is not known are learned, and let event time move on.</param>
    /// <param name="changes">
    /// The changes that the shop states of items; they may come from another thread. Subscribed to first. The
    /// recommender is not told of them.
    /// </param>
    /// <param name="count">The greatest number of items in a list.</param>
    /// <param name="recommenderFactory">
    /// The function that makes the recommender, once per subscription; the recommender is disposed at the end, if it
    /// can be.
    /// </param>
    /// <param name="selectors">The selectors that <c>Triggers</c> takes; the recommender has its own.</param>
    /// <param name="options">The options that <c>Triggers</c> takes.</param>
    /// <returns>The triggers, each with its <see cref="Trigger{TUser, TItem}.List"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>As <c>Triggers</c>. A list is made from the events before its trigger's
    /// time, in order of event time, whatever the order of arrival; of a change that comes behind the watermark, from
    /// those before the watermark.</description></item>
    /// <item><term>Late event</term><description>As <c>Triggers</c>; it is not learned.</description></item>
    /// <item><term>Error / completion</term><description>As <c>Triggers</c>.</description></item>
    /// <item><term>State</term><description>As <c>Triggers</c>, the events that the watermark has not passed, and the
    /// recommender's. All of it is in the snapshot; events of a type of your own need a codec.</description></item>
    /// <item><term>Order</term><description>As <c>Triggers</c>.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, Trigger<TUser, TItem>> TriggersWithLists<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        IObservable<ItemChange<TItem>> changes,
        int count,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        TriggerOptions options)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(selectors);
        ArgumentNullException.ThrowIfNull(options);
        selectors.ThrowIfIncomplete();
        options.Validate();
        return EventTimeOperator.Run(
            new EventsAndChanges<TEvent, ItemChange<TItem>>(source, changes),
            nameof(TriggersWithLists),
            () => new TriggersWithListsMachine<TEvent, TUser, TItem>(
                new(selectors, options), Made(recommenderFactory), selectors, count),
            options);
    }

    /// <summary>Emits what a shop may write to its users about, each time with a list.</summary>
    /// <inheritdoc cref="TriggersWithLists{TEvent, TUser, TItem}"/>
    /// <param name="source">The interactions.</param>
    /// <param name="changes">The changes that the shop states of items.</param>
    /// <param name="count">The greatest number of items in a list.</param>
    /// <param name="recommenderFactory">The function that makes the recommender.</param>
    /// <param name="options">The options that <c>Triggers</c> takes.</param>
    public static IEventTimeObservable<Interaction, Trigger<Id, Id>> TriggersWithLists(
        this IObservable<Interaction> source,
        IObservable<ItemChange<Id>> changes,
        int count,
        Func<IRecommender<Interaction, Id, Id>> recommenderFactory,
        TriggerOptions options) =>
        source.TriggersWithLists(changes, count, recommenderFactory, ShopRecommender.Selectors, options);
}
