namespace RxRecs.Recommenders;

/// <summary>
/// Makes the simple recommenders that every other has to beat: what was popular within the last day, what followed the
/// last item most often, what the visit has had last. <see cref="PopularityRecommender"/> is the fourth. <c>Delayed</c>
/// makes any recommender as it would be with old knowledge.
/// </summary>
public static class Baselines
{
    /// <summary>Recommends what was popular within a span of event time, to everybody.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="weights">The weight of each kind of interaction; null for 1 each and 0 for removals.</param>
    /// <param name="span">The span, up to the newest event; null for a day.</param>
    /// <param name="maxEvents">The maximum number of events that are kept, the newest; 10,000,000 unless given.</param>
    /// <param name="itemOrder">
    /// The order of items of equal count; null for the items' own order, the lower first.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The span or the bound is not positive.</exception>
    public static IRecommender<TEvent, TUser, TItem> PopularOfDay<TEvent, TUser, TItem>(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        KindWeights? weights = null,
        TimeSpan? span = null,
        int maxEvents = 10_000_000,
        IComparer<TItem>? itemOrder = null)
        where TUser : notnull
        where TItem : notnull
    {
        Check(selectors);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(span));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        return new PopularOfDayRecommender<TEvent, TUser, TItem>(
            selectors,
            weights ?? EachOnce,
            new(span, maxEvents, itemOrder));
    }

    /// <summary>Recommends what was popular within a span of event time, to everybody.</summary>
    /// <param name="weights">The weight of each kind of interaction; null for 1 each and 0 for removals.</param>
    /// <param name="span">The span, up to the newest event; null for a day.</param>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is not positive.</exception>
    public static IRecommender<Interaction, Id, Id> PopularOfDay(KindWeights? weights = null, TimeSpan? span = null) =>
        PopularOfDay(ShopRecommender.Selectors, weights, span);

    /// <summary>
    /// Recommends what followed the last item of the visit most often (a Markov chain of the first order); of equal
    /// counts the one that followed last comes first. The item itself is among them where it followed itself.
    /// </summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="sessions">The rules for which events make one visit; null for the defaults.</param>
    /// <param name="maxItems">
    /// The maximum number of items that have successors; the one touched the longest ago is forgotten.
    /// </param>
    /// <param name="maxSuccessors">
    /// The maximum number of successors of an item; beyond, the rarest makes room and the new one takes over its count
    /// (Space-Saving, Metwally et al. 2005: a count is at most that much too high).
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not positive.</exception>
    public static IRecommender<TEvent, TUser, TItem> Successors<TEvent, TUser, TItem>(
        ShopSelectors<TEvent, TUser, TItem> selectors,
        SessionOptions? sessions = null,
        int maxItems = 1_000_000,
        int maxSuccessors = 100)
        where TUser : notnull
        where TItem : notnull
    {
        Check(selectors);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxItems, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSuccessors, 1);
        return new SuccessorsRecommender<TEvent, TUser, TItem>(
            selectors, sessions ?? new SessionOptions(), maxItems, maxSuccessors);
    }

    /// <summary>Recommends what followed the last item of the visit most often.</summary>
    /// <param name="sessions">The rules for which interactions make one visit; null for the defaults.</param>
    /// <returns>A recommender that has learned nothing.</returns>
    public static IRecommender<Interaction, Id, Id> Successors(SessionOptions? sessions = null) =>
        Successors(ShopRecommender.Selectors, sessions);

    /// <summary>Recommends what the visit has had, the newest first.</summary>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="sessions">The rules for which events make one visit; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="selectors"/> is null.</exception>
    public static IRecommender<TEvent, TUser, TItem> RecentItems<TEvent, TUser, TItem>(
        ShopSelectors<TEvent, TUser, TItem> selectors, SessionOptions? sessions = null)
        where TUser : notnull
        where TItem : notnull
    {
        Check(selectors);
        return new RecentItemsRecommender<TEvent, TUser, TItem>(selectors, sessions ?? new SessionOptions());
    }

    /// <summary>Recommends what the visit has had, the newest first.</summary>
    /// <param name="sessions">The rules for which interactions make one visit; null for the defaults.</param>
    /// <returns>A recommender that has learned nothing.</returns>
    public static IRecommender<Interaction, Id, Id> RecentItems(SessionOptions? sessions = null) =>
        RecentItems(ShopRecommender.Selectors, sessions);

    /// <summary>
    /// Returns a recommender that is behind by a span of event time: it knows each visit, and what it asks learns an
    /// event only once an event so much later has come. This shows what freshness is worth, and how good a recommender
    /// is that is rebuilt at intervals. It keeps the events of that span.
    /// </summary>
    /// <param name="recommender">
    /// The recommender that is asked around the items of the visit so far; nobody else may use it.
    /// </param>
    /// <param name="delay">The span; zero for none.</param>
    /// <param name="selectors">The selectors that read an event.</param>
    /// <param name="sessions">The rules for which events make one visit; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type; it needs a codec to be saved.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    public static IRecommender<TEvent, TUser, TItem> Delayed<TEvent, TUser, TItem>(
        IRecommender<TEvent, TUser, TItem> recommender,
        TimeSpan delay,
        ShopSelectors<TEvent, TUser, TItem> selectors,
        SessionOptions? sessions = null)
        where TUser : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Check(selectors);
        return new DelayedRecommender<TEvent, TUser, TItem>(
            recommender, delay, selectors, sessions ?? new SessionOptions());
    }

    /// <summary>Returns a recommender of interactions that is behind by a span of event time.</summary>
    /// <param name="recommender">
    /// The recommender that is asked around the items of the visit so far; nobody else may use it.
    /// </param>
    /// <param name="delay">The span; zero for none.</param>
    /// <param name="sessions">The rules for which interactions make one visit; null for the defaults.</param>
    /// <returns>A recommender that has learned nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    public static IRecommender<Interaction, Id, Id> Delayed(
        IRecommender<Interaction, Id, Id> recommender, TimeSpan delay, SessionOptions? sessions = null) =>
        Delayed(recommender, delay, ShopRecommender.Selectors, sessions);

    private static KindWeights EachOnce => new() { View = 1, Cart = 1, Purchase = 1 };

    private static void Check<TEvent, TUser, TItem>(ShopSelectors<TEvent, TUser, TItem> selectors)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete();
    }
}
