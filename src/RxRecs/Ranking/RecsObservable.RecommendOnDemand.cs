using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Learns from a stream of events and answers a stream of questions.</summary>
    /// <param name="source">
    /// The events to learn. Subscribed to first: a synchronous one is learned before any question.
    /// </param>
    /// <param name="requests">
    /// The questions; they may come from another thread than the events, and from within the delivery of an answer.
    /// </param>
    /// <param name="recommenderFactory">
    /// Makes the recommender, once per subscription: new, or restored from a snapshot.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per question.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is learned; nothing is emitted. A question emits its list, an empty one
    /// included.</description></item>
    /// <item><term>Late event</term><description>Up to the recommender.</description></item>
    /// <item><term>Error / completion</term><description>
    /// An error of either stream ends it. It completes with the questions; when the events complete, questions are
    /// still answered.</description></item>
    /// <item><term>State</term><description>
    /// The recommender's. What comes while an answer is being delivered waits in a queue, which has no bound of its
    /// own: both streams are taken to wait for their consumer, or to be bounded before.</description></item>
    /// <item><term>Order</term><description>
    /// Events and questions in the order in which they arrive, one at a time, never delivered under a
    /// lock.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<RecommendationList<TUser, TItem>> RecommendOnDemand<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        IObservable<RecommendationRequest<TUser>> requests,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        return new EventsAndRequests<TEvent, TUser>(source, requests)
            .RunMachine(() => new RecommendOnDemandMachine<TEvent, TUser, TItem>(recommenderFactory()));
    }
}
