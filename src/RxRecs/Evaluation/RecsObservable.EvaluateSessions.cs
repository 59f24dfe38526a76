using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Evaluates a recommender session by session: the list made for the user before a session's first event is learned
    /// is held against the items of the session. Sessions of users without an earlier event are left out, and their
    /// scores say so.
    /// </summary>
    /// <param name="source">The events in the order of their time: sort a disordered source first.</param>
    /// <param name="recommenderFactory">The function that makes the recommender, once per subscription.</param>
    /// <param name="userSelector">A selector of an event's user.</param>
    /// <param name="sessionSelector">
    /// A selector of an event's session; the same session of two users is two sessions.
    /// </param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind; needed for <see cref="GroundTruth.Purchases"/>, otherwise unused.
    /// </param>
    /// <param name="eventTimeSelector">
    /// A selector of an event's time; needed for <see cref="SessionProtocolOptions.SessionGap"/>, otherwise unused.
    /// </param>
    /// <param name="options">The length of lists, what is relevant, and when sessions end; null for the
    /// defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TSession">The sessions' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A score for each session, once it has ended.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The options need a selector that is not given.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// The scores of the sessions that its event time ends; none without
    /// <see cref="SessionProtocolOptions.SessionGap"/>.
    /// </description></item>
    /// <item><term>Late event</term><description>There is none: events are taken as they come.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes and scores nothing more; completion ends every session, then completes. A selector or
    /// recommender that throws ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// The recommender's; each user that occurred, at most <see cref="SessionProtocolOptions.MaxUsers"/>; the lists and
    /// items of open sessions, at most <see cref="SessionProtocolOptions.MaxOpenSessions"/>, beyond which the one
    /// touched least recently is closed and counted, with <see cref="SessionProtocolOptions.MaxItems"/> items in all.
    /// </description></item>
    /// <item><term>Order</term><description>At completion by the sessions' first events; before, by their
    /// last.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<SessionScore<TUser, TSession, TItem>> EvaluateSessions<TEvent, TUser, TSession, TItem>(
        this IObservable<TEvent> source,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TSession> sessionSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind>? kindSelector = null,
        Func<TEvent, DateTimeOffset>? eventTimeSelector = null,
        SessionProtocolOptions? options = null)
        where TUser : notnull
        where TSession : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(sessionSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        EvaluateSessionsMachine<TEvent, TUser, TSession, TItem>.Check(
            kindSelector, eventTimeSelector, options);
        return source.RunMachine(() => new EvaluateSessionsMachine<TEvent, TUser, TSession, TItem>(
            recommenderFactory(),
            userSelector,
            sessionSelector,
            itemSelector,
            kindSelector,
            eventTimeSelector,
            options));
    }

    /// <summary>
    /// Evaluates a recommender session by session. Interactions without a user or session, and
    /// returns (a negative quantity), are learned and not scored; the former are counted on the meter <c>RxRecs</c>.
    /// </summary>
    /// <param name="source">The interactions in the order of their time: sort a disordered source first.</param>
    /// <param name="recommenderFactory">The function that makes the recommender, once per subscription.</param>
    /// <param name="options">The length of lists, what is relevant, and when sessions end; null for the
    /// defaults.</param>
    /// <returns>A score for each session, once it has ended.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<SessionScore<Id, string, Id>> EvaluateSessions(
        this IObservable<Interaction> source,
        Func<IRecommender<Interaction, Id, Id>> recommenderFactory,
        SessionProtocolOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        return source.RunMachine(() => new EvaluateSessionsMachine<Interaction, Id, string, Id>(
            recommenderFactory(),
            static next => next.User,
            static next => next.Session!,
            static next => next.Item,
            static next => next.Kind,
            static next => next.EventTime,
            options)
        {
            HasSession = static next => !next.User.IsNone && next.Session is not null,
            IsScored = static next => next.Quantity >= 0,
        });
    }
}
