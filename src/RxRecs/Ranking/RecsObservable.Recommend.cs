using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>After each event, the fresh list of recommendations for the event's user.</summary>
    /// <param name="source">The events.</param>
    /// <param name="count">How many items a list has at the most.</param>
    /// <param name="recommenderFactory">
    /// Makes the recommender, once per subscription: new, or restored from a snapshot.
    /// </param>
    /// <param name="userSelector">The user of an event.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per event.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Is learned; then the list of its user is emitted, an empty one included
    /// (<see cref="RecommendationList{TUser, TItem}.Notice"/>).</description></item>
    /// <item><term>Late event</term><description>Up to the recommender.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once; an exception of the recommender ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>The recommender's.</description></item>
    /// <item><term>Order</term><description>As the events.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<RecommendationList<TUser, TItem>> Recommend<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        int count,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory,
        Func<TEvent, TUser> userSelector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(userSelector);
        return source.RunMachine(
            () => new RecommendMachine<TEvent, TUser, TItem>(count, recommenderFactory(), userSelector));
    }
}
