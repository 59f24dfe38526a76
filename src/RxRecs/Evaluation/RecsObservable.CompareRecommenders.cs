using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Evaluates two recommenders prequentially on the same events and tests by McNemar whether one hits more
    /// often.
    /// </summary>
    /// <param name="source">The events in the order of their time: sort a disordered source first.</param>
    /// <param name="firstFactory">The function that makes the first recommender, once per subscription.</param>
    /// <param name="secondFactory">
    /// The function that makes the second recommender, which must share nothing with the first.
    /// </param>
    /// <param name="userSelector">A selector of the user whom the lists are for.</param>
    /// <param name="itemSelector">A selector of the item that the lists should have held.</param>
    /// <param name="kindSelector">
    /// A selector of an event's kind, which tells open carts and splits the results; null where events have no kind.
    /// </param>
    /// <param name="isTarget">
    /// A predicate for the events that are scored; the others are only learned. Null for all but
    /// <see cref="InteractionKind.Remove"/>.
    /// </param>
    /// <param name="options">The length of lists, and the window; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>Both results and the test so far for each scored event, over all events and over the window.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One comparison for each event that is scored; the others are learned in
    /// silence.</description></item>
    /// <item><term>Late event</term><description>There is none: events are taken as they come.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Both pass. No event: nothing is emitted. A selector or recommender that throws ends with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>That of two <c>EvaluatePrequentially</c>, and a byte per event of the
    /// window.</description></item>
    /// <item><term>Order</term><description>As events come; the first recommender is asked first.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<RecommenderComparison> CompareRecommenders<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        Func<IRecommender<TEvent, TUser, TItem>> firstFactory,
        Func<IRecommender<TEvent, TUser, TItem>> secondFactory,
        Func<TEvent, TUser> userSelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, InteractionKind>? kindSelector = null,
        Func<TEvent, bool>? isTarget = null,
        PrequentialOptions? options = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(firstFactory);
        ArgumentNullException.ThrowIfNull(secondFactory);
        ArgumentNullException.ThrowIfNull(userSelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        return source.RunMachine(() => new CompareRecommendersMachine<TEvent, TUser, TItem>(
            firstFactory(), secondFactory(), userSelector, itemSelector, kindSelector, isTarget, options));
    }

    /// <summary>
    /// Compares two recommenders on interactions; which of these are scored is as with
    /// <c>EvaluatePrequentially</c>.
    /// </summary>
    /// <param name="source">The interactions in the order of their time: sort a disordered source first.</param>
    /// <param name="firstFactory">The function that makes the first recommender, once per subscription.</param>
    /// <param name="secondFactory">
    /// The function that makes the second recommender, which must share nothing with the first.
    /// </param>
    /// <param name="isTarget">
    /// A predicate for the interactions that are scored; the others are only learned. Null for all but
    /// <see cref="InteractionKind.Remove"/>. A return (a negative quantity) is never scored.
    /// </param>
    /// <param name="options">The length of lists, and the window; null for the defaults.</param>
    /// <returns>Both results and the test so far for each scored interaction.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<RecommenderComparison> CompareRecommenders(
        this IObservable<Interaction> source,
        Func<IRecommender<Interaction, Id, Id>> firstFactory,
        Func<IRecommender<Interaction, Id, Id>> secondFactory,
        Func<Interaction, bool>? isTarget = null,
        PrequentialOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(firstFactory);
        ArgumentNullException.ThrowIfNull(secondFactory);
        return source.RunMachine(() => new CompareRecommendersMachine<Interaction, Id, Id>(
            firstFactory(),
            secondFactory(),
            static next => next.User,
            static next => next.Item,
            static next => next.Kind,
            ExceptReturns(isTarget),
            static next => !next.User.IsNone,
            options));
    }
}
