using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Compares the lists of several recommenders with the next item of each visit: at every place after the first,
    /// what each would have recommended is compared with what came, and only then is the event learned.
    /// </summary>
    /// <param name="source">The events in the order of their time, those to train on first: sort a disordered source
    /// before.</param>
    /// <param name="recommendersFactory">
    /// The function that makes the recommenders, once per subscription; they share nothing.
    /// </param>
    /// <param name="selectors">
    /// The selectors that read an event. Events without user and session are learned and not scored.
    /// </param>
    /// <param name="isTest">
    /// A predicate for the events that are to be predicted; the others are only learned. Null for all.
    /// </param>
    /// <param name="options">The length of lists, what a visit is, and whether test events are learned; null for the
    /// defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>
    /// The item that came next, and the verdict on each recommender; sum them up with
    /// <see cref="NextItemSummary{TItem}"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A frozen evaluation without <paramref name="isTest"/>, or a selector that is
    /// null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// One result where the event is of the test, is no removal from a cart, and goes on with a visit. With
    /// <see cref="NextItemProtocolOptions.LastItemOnly"/> or <see cref="NextItemProtocolOptions.RemainingItems"/>
    /// results come when their visit is over.
    /// </description></item>
    /// <item><term>Late event</term><description>There is none: events are taken as they come.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes, and what is held is dropped; completion emits what is held. A selector or recommender
    /// that throws, or a factory that gives none, ends with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// That of the recommenders; the items of the last <see cref="SessionOptions.MaxOpen"/> visits, each with its lists
    /// where results are held, at most <see cref="NextItemProtocolOptions.MaxHeldResults"/> in all; a count for each of
    /// <see cref="NextItemProtocolOptions.MaxItems"/> items.
    /// </description></item>
    /// <item><term>Order</term><description>As events come; held results in the order of visits.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<NextItemResult<TItem>> EvaluateNextItems<TEvent, TUser, TItem>(
        this IObservable<TEvent> source,
        Func<IReadOnlyList<IRecommender<TEvent, TUser, TItem>>> recommendersFactory,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        Func<TEvent, bool>? isTest = null,
        NextItemProtocolOptions? options = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(recommendersFactory);
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
        EvaluateNextItemsMachine<TEvent, TUser, TItem>.Check(isTest, options);
        return source.RunMachine(() => new EvaluateNextItemsMachine<TEvent, TUser, TItem>(
            recommendersFactory(), selectors, isTest, options));
    }

    /// <summary>Compares the lists of several recommenders of interactions with the next item of each visit.</summary>
    /// <param name="source">The interactions in the order of their time, those to train on first.</param>
    /// <param name="recommendersFactory">
    /// The function that makes the recommenders, once per subscription; they share nothing.
    /// </param>
    /// <param name="isTest">A predicate for the interactions that are to be predicted; null for all.</param>
    /// <param name="options">The options, as in the generic overload; null for the defaults.</param>
    /// <returns>The item that came next, and the verdict on each recommender.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A frozen evaluation without <paramref name="isTest"/>.</exception>
    /// <remarks>See the generic overload.</remarks>
    public static IObservable<NextItemResult<Id>> EvaluateNextItems(
        this IObservable<Interaction> source,
        Func<IReadOnlyList<IRecommender<Interaction, Id, Id>>> recommendersFactory,
        Func<Interaction, bool>? isTest = null,
        NextItemProtocolOptions? options = null) =>
        source.EvaluateNextItems(recommendersFactory, ShopRecommender.Selectors, isTest, options);
}
