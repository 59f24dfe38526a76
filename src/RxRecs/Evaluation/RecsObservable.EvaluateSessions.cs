using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Evaluates a recommender session by session: the list made for the user before a session's first event is learned
    /// is held against the items of the session. Sessions of users without an earlier event are left out, and said to
    /// be.
    /// </summary>
    /// <param name="source">The events in the order of their time: sort a disordered source first.</param>
    /// <param name="listLength">K: how many items a list has at the most, at least 1.</param>
    /// <param name="recommenderFactory">Makes the recommender, once per subscription.</param>
    /// <param name="userSelector">Whose event it is.</param>
    /// <param name="sessionSelector">During which session; the same session of two users is two sessions.</param>
    /// <param name="itemSelector">With which item.</param>
    /// <param name="options">What is relevant, and when sessions end; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TSession">The sessions' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A score for each session, once it has ended.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="listLength"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The options need a selector that they lack.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// The scores of the sessions that its event time ends; none without
    /// <see cref="SessionProtocolOptions{TEvent}.SessionGap"/>.
    /// </description></item>
    /// <item><term>Late event</term><description>There is none: events are taken as they come.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes and scores nothing more; completion ends every session, then completes. A selector or
    /// recommender that throws ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// The recommender's; every user that occurred; the lists and items of open sessions, at most
    /// <see cref="SessionProtocolOptions{TEvent}.MaxOpenSessions"/>: beyond, the one touched least recently is closed
    /// and counted.
    /// </description></item>
    /// <item><term>Order</term><description>At completion by the sessions' first events; before, by their
    /// last.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<SessionScore<TUser, TSession, TItem>> EvaluateSessions<TEvent, TUser, TSession, TItem>(
        this IObservable<TEvent> source,
        int listLength,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TSession> sessionSelector,
        Func<TEvent, TItem> itemSelector,
        SessionProtocolOptions<TEvent>? options = null)
        where TUser : notnull
        where TSession : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(listLength);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(sessionSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        EvaluateSessionsMachine<TEvent, TUser, TSession, TItem>.Check(options);
        return source.RunMachine(() => new EvaluateSessionsMachine<TEvent, TUser, TSession, TItem>(
            listLength, recommenderFactory(), userSelector, sessionSelector, itemSelector, options));
    }

    /// <summary>
    /// Evaluates a recommender session by session. Interactions without a user or session are learned and not
    /// scored.
    /// </summary>
    /// <param name="source">The interactions in the order of their time: sort a disordered source first.</param>
    /// <param name="listLength">K: how many items a list has at the most, at least 1.</param>
    /// <param name="recommenderFactory">Makes the recommender, once per subscription.</param>
    /// <param name="options">What is relevant, and when sessions end; null for the defaults.</param>
    /// <returns>A score for each session, once it has ended.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="listLength"/> is not positive.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<SessionScore<Id, string, Id>> EvaluateSessions(
        this IObservable<Interaction> source,
        int listLength,
        Func<IRecommender<Interaction, Id, Id>> recommenderFactory,
        SessionProtocolOptions<Interaction>? options = null)
    {
        var given = options ?? new SessionProtocolOptions<Interaction>();
        return source.EvaluateSessions(
            listLength, recommenderFactory, next => next.User, next => next.Session!, next => next.Item, given with
            {
                KindSelector = given.KindSelector ?? (next => next.Kind),
                EventTimeSelector = given.EventTimeSelector ?? (next => next.EventTime),
                HasSession = next => !next.User.IsNone && next.Session is not null,
            });
    }
}
