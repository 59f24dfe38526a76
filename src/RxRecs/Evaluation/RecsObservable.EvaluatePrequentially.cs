using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Evaluates a recommender prequentially: for each event of a user, the list made before the event is learned is
    /// held against the event's item; then the event is learned.
    /// </summary>
    /// <param name="source">The events in the order of their time: sort a disordered source first.</param>
    /// <param name="recommenderFactory">The function that makes the recommender, once per subscription.</param>
    /// <param name="userSelector">A selector of the user whom the list is for.</param>
    /// <param name="itemSelector">A selector of the item that the list should have held.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind, which tells open carts and splits the results; null where events have no kind.
    /// </param>
    /// <param name="isTarget">
    /// A predicate for the events that are scored; the others are only learned. Null for all but
    /// <see cref="InteractionKind.Remove"/>.
    /// </param>
    /// <param name="options">The length of lists, and over what means are taken; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>
    /// The rank of the item of each scored event, and the means so far.
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
    /// The recommender's; a flag per item that occurred, at most
    /// <see cref="PrequentialOptions.MaxItems"/>; <see cref="PrequentialOptions.MaxPairs"/> pairs of
    /// user and item, the least recently touched forgotten at the bound; the ranks of the last
    /// <see cref="PrequentialOptions.WindowSize"/> events.
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
        Func<TEvent, InteractionKind>? kindSelector = null,
        Func<TEvent, bool>? isTarget = null,
        PrequentialOptions? options = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        return source.RunMachine(() => new PrequentialMachine<TEvent, TUser, TItem>(
            recommenderFactory(), userSelector, itemSelector, kindSelector, isTarget, options));
    }

    /// <summary>
    /// Evaluates a recommender prequentially on interactions. Those without a user are learned and not scored, and are
    /// counted on the meter <c>RxRecs</c> where they would have been; removals from the cart are learned alone as well,
    /// unless <paramref name="isTarget"/> says otherwise.
    /// </summary>
    /// <param name="source">The interactions in the order of their time: sort a disordered source first.</param>
    /// <param name="recommenderFactory">The function that makes the recommender, once per subscription.</param>
    /// <param name="isTarget">
    /// A predicate for the interactions that are scored; the others are only learned. Null for all but
    /// <see cref="InteractionKind.Remove"/>. A return (a negative quantity) is never scored.
    /// </param>
    /// <param name="options">The length of lists, and over what means are taken; null for the defaults.</param>
    /// <returns>The rank of the item of each scored interaction, and the means so far.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<PrequentialResult> EvaluatePrequentially(
        this IObservable<Interaction> source,
        Func<IRecommender<Interaction, Id, Id>> recommenderFactory,
        Func<Interaction, bool>? isTarget = null,
        PrequentialOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(recommenderFactory);
        return source.RunMachine(() => new PrequentialMachine<Interaction, Id, Id>(
            recommenderFactory(),
            static next => next.User,
            static next => next.Item,
            static next => next.Kind,
            ExceptReturns(isTarget),
            options)
        {
            HasUser = static next => !next.User.IsNone,
        });
    }

    /// <summary>Leaves returns out of what is to be predicted.</summary>
    private static Func<Interaction, bool> ExceptReturns(Func<Interaction, bool>? isTarget) => next =>
        next.Quantity >= 0 && (isTarget?.Invoke(next) ?? next.Kind != InteractionKind.Remove);
}
