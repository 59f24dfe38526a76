using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Prequential evaluation of a recommender: for each event of a user, the list made before the event is learned is
    /// held against the event's item; then the event is learned.
    /// </summary>
    /// <param name="source">The events in the order of their time: sort a disordered source first.</param>
    /// <param name="recommenderFactory">Makes the recommender, once per subscription.</param>
    /// <param name="userSelector">Whom the list is for.</param>
    /// <param name="itemSelector">What the list should have held.</param>
    /// <param name="options">What is scored, and over what means are taken; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>
    /// For each scored event the rank of its item and the means so far.
    /// <see cref="Summarize(IObservable{PrequentialResult})"/> splits them by kind of event, reminder or discovery, and
    /// cold items.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One result for each event that is scored; the others are learned in
    /// silence.</description></item>
    /// <item><term>Late event</term><description>There is none: events are taken as they come.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Both pass. No event: nothing is emitted. A selector or recommender that throws ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// The recommender's; a flag per item that occurred; <see cref="PrequentialOptions{TEvent}.MaxPairs"/> pairs of
    /// user and item, the least recently touched forgotten at the bound; the ranks of the last
    /// <see cref="PrequentialOptions{TEvent}.WindowSize"/> events.
    /// </description></item>
    /// <item><term>Order</term><description>As events come. Means are over events, not over users or
    /// sessions.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<PrequentialResult> EvaluatePrequentially<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        Func<IRecommender<TEvent, TUser, TItem>> recommenderFactory,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        PrequentialOptions<TEvent>? options = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        return source.RunMachine(() => new PrequentialMachine<TEvent, TUser, TItem>(
            recommenderFactory(), userSelector, itemSelector, options));
    }

    /// <summary>
    /// Prequential evaluation of a recommender on interactions. Those without a user are learned and not scored; so are
    /// removals from the cart, unless the options say otherwise.
    /// </summary>
    /// <param name="source">The interactions in the order of their time: sort a disordered source first.</param>
    /// <param name="recommenderFactory">Makes the recommender, once per subscription.</param>
    /// <param name="options">What is scored, and over what means are taken; null for the defaults.</param>
    /// <returns>For each scored interaction the rank of its item and the means so far.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<PrequentialResult> EvaluatePrequentially(
        this IObservable<Interaction> source,
        Func<IRecommender<Interaction, Id, Id>> recommenderFactory,
        PrequentialOptions<Interaction>? options = null) =>
        source.EvaluatePrequentially(recommenderFactory, next => next.User, next => next.Item, OfInteractions(options));

    private static PrequentialOptions<Interaction> OfInteractions(PrequentialOptions<Interaction>? options)
    {
        var given = options ?? new PrequentialOptions<Interaction>();
        return given with
        {
            KindSelector = given.KindSelector ?? (next => next.Kind),
            HasUser = next => !next.User.IsNone,
        };
    }
}
