using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Joins streams into a fresh list of recommendations for each event's user.</summary>
    /// <param name="source">The events, in order of event time: put <c>Reorder</c> before.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="compose">
    /// The action that makes streams over the events and adds them, the source with the highest priority first; called
    /// once per subscription. Behind the order of the source, operators need no lateness of their own.
    /// </param>
    /// <param name="userSelector">A selector of an event's user.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per event.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Goes to every stream; when all have answered, the list of its user is emitted, an empty one included.
    /// </description></item>
    /// <item><term>Late event</term><description>Up to the streams' operators.</description></item>
    /// <item><term>Error / completion</term><description>
    /// The source's pass on at once. A stream that fails, or a selector that throws, ends with <c>OnError</c>; a stream
    /// that completes stays as it was.</description></item>
    /// <item><term>State</term><description>That of the streams' operators, read by reference, and the newest value per
    /// key of other streams; see <see cref="CandidateStreams{TUser, TItem}"/>.</description></item>
    /// <item><term>Order</term><description>As the events; within one, as the streams were added.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<RecommendationList<TUser, TItem>> Recommend<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        int count,
        Action<IObservable<TEvent>, CandidateStreams<TUser, TItem>> compose,
        Func<TEvent, TUser> userSelector)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(compose);
        return source.Recommend(
            count, () => new ComposedRecommender<TEvent, TUser, TItem>(compose), userSelector);
    }

    /// <summary>Joins streams into a fresh list of recommendations for each interaction's user.</summary>
    /// <param name="source">The interactions, in order of event time: put <c>Reorder</c> before.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="compose">The action that makes streams over the interactions and adds them.</param>
    /// <returns>One list per interaction whose user is known.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>As the overload with a selector; interactions without a user reach the streams, and get no
    /// list.</remarks>
    public static IObservable<RecommendationList<Id, Id>> Recommend(
        this IObservable<Interaction> source,
        int count,
        Action<IObservable<Interaction>, CandidateStreams<Id, Id>> compose)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(compose);
        return source.RunMachine(() => new RecommendMachine<Interaction, Id, Id>(
            count,
            new ComposedRecommender<Interaction, Id, Id>(compose),
            static value => value.User,
            static value => !value.User.IsNone));
    }

    /// <summary>Lets a recommender learn each event, and gives the fresh list for the event's user.</summary>
    /// <param name="source">The events.</param>
    /// <param name="count">The maximum number of items in a list.</param>
    /// <param name="recommenderFactory">
    /// The function that makes the recommender, once per subscription; the recommender is disposed at the end, if it
    /// can be.
    /// </param>
    /// <param name="userSelector">A selector of an event's user.</param>
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
            () => new RecommendMachine<TEvent, TUser, TItem>(count, Made(recommenderFactory), userSelector));
    }

    private static IRecommender<TEvent, TUser, TItem> Made<TEvent, TUser, TItem>(
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory) =>
        recommenderFactory() ?? throw new InvalidOperationException("The recommenderFactory returned null.");
}
