using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Applies list rules to ranked lists: caps per group, exclude lists, diversity.</summary>
    /// <param name="source">The lists; longer than what is shown, so that something is left to take the place of what
    /// is left out.</param>
    /// <param name="count">The maximum number of items of a list that are shown.</param>
    /// <param name="rulesFactory">
    /// The function that makes the rules, in the order in which they are applied; called once per subscription.
    /// </param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One list per list.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Emits the list after the rules, an empty one included. The reason of an
    /// item that has another place than before tells which it had
    /// (<see cref="RecommendationReason.PlaceBefore"/>).</description></item>
    /// <item><term>Late event</term><description>None: a list knows no time.</description></item>
    /// <item><term>Error / completion</term><description>Pass on at once; a rule that throws, or adds an item, ends
    /// with <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>None.</description></item>
    /// <item><term>Order</term><description>As the lists.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<RecommendationList<TUser, TItem>> Rerank<TUser, TItem>(
        this IObservable<RecommendationList<TUser, TItem>> source,
        int count,
        Func<IEnumerable<IListRule<TItem>>> rulesFactory)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(rulesFactory);
        return source.RunMachine(() => new RerankMachine<TUser, TItem>(
            count,
            rulesFactory() ?? throw new InvalidOperationException("The rulesFactory returned null.")));
    }
}
