using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Joins streams into a list of recommendations for each request.</summary>
    /// <param name="source">The events, in order of event time. Subscribed to first.</param>
    /// <param name="requests">The requests; any user can be asked for.</param>
    /// <param name="compose">
    /// The action that makes streams over the events and adds them; called once per subscription.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per request.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// As the overload with a recommender, with <see cref="ComposedRecommender{TEvent, TUser, TItem}"/> as the
    /// recommender.
    /// </remarks>
    public static IObservable<RecommendationList<TUser, TItem>> RecommendOnDemand<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        IObservable<RecommendationRequest<TUser, TItem>> requests,
        Action<IObservable<TEvent>, CandidateStreams<TUser, TItem>> compose)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(compose);
        return source.RecommendOnDemand(requests, () => new ComposedRecommender<TEvent, TUser, TItem>(compose));
    }

    /// <summary>Learns from a stream of events and answers a stream of requests.</summary>
    /// <param name="source">
    /// The events to learn. Subscribed to first: a synchronous one is learned before any request.
    /// </param>
    /// <param name="requests">
    /// The requests; they may come from another thread than the events, and from within the delivery of an answer.
    /// </param>
    /// <param name="recommenderFactory">
    /// The function that makes the recommender, once per subscription; the recommender is disposed at the end, if it
    /// can be.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per request.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Is learned; nothing is emitted. A request emits its list, an empty one
    /// included.</description></item>
    /// <item><term>Late event</term><description>Up to the recommender.</description></item>
    /// <item><term>Error / completion</term><description>
    /// An error of either stream ends it. It completes with the requests; when the events complete, what is open in the
    /// recommender closes, and requests are still answered.</description></item>
    /// <item><term>State</term><description>
    /// The recommender's. What comes while an answer is being delivered waits in a queue, which has no bound of its
    /// own: both streams are taken to wait for their consumer, or to be bounded before.</description></item>
    /// <item><term>Order</term><description>
    /// Events and requests in the order in which they arrive, one at a time, never delivered under a
    /// lock.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<RecommendationList<TUser, TItem>> RecommendOnDemand<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        IObservable<RecommendationRequest<TUser, TItem>> requests,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        return new EventsAndRequests<TEvent, TUser, TItem>(source, requests)
            .RunMachine(() => new RecommendOnDemandMachine<TEvent, TUser, TItem>(Made(recommenderFactory)));
    }
}
