using System.Reactive.Linq;
using DynamicData;

namespace RxRecs.DynamicData;

/// <summary>
/// Offers the results of RxRecs as DynamicData change sets, for lists on a screen and caches: each says just what
/// changed, and nothing is sent when nothing did.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The previous value of an update, and the value of a remove, is the one that was sent last for the key. So
/// every change set can be bound, by <c>SortAndBind</c> and by <c>Bind</c>.</item>
/// <item>Change sets are keyed and without order: their indexes are -1. A ranked entry carries its rank as data.</item>
/// <item>Every subscription keeps its own last state. Errors and completion of the source pass; values come on the
/// thread of the source.</item>
/// <item><c>ToCache</c> subscribes at once; disposing the cache ends the subscription. A cache whose source has failed
/// keeps what it held and hands the error to whoever connects.</item>
/// </list>
/// </remarks>
public static class RecsChangeSets
{
    /// <summary>
    /// Turns last-N lists into one entry a key: added, updated, removed when the key has left the state.
    /// </summary>
    /// <param name="source">The results of <c>LastPerKey</c>.</param>
    /// <param name="keyEquality">The equality of keys that <c>LastPerKey</c> was given; null for the default.</param>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IObservable<IChangeSet<LastItems<TKey, TItem>, TKey>> ToChangeSet<TKey, TItem>(
        this IObservable<LastItems<TKey, TItem>> source, IEqualityComparer<TKey>? keyEquality = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return Changes(() => source.Select(new LastItemsDiff<TKey, TItem>(keyEquality).Next));
    }

    /// <summary>
    /// Turns changes of carts into one entry an open line: added, updated (quantity, abandoned or live again), removed.
    /// </summary>
    /// <param name="source">The results of <c>CartMinusPurchase</c>.</param>
    /// <param name="keyEquality">The equality of keys that <c>CartMinusPurchase</c> was given; null for the
    /// default.</param>
    /// <param name="itemEquality">The equality of items that it was given; null for the default.</param>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IObservable<IChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)>> ToChangeSet<TKey, TItem>(
        this IObservable<CartChange<TKey, TItem>> source,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
        where TKey : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return Changes(() => source.Select(new CartDiff<TKey, TItem>(keyEquality, itemEquality).Next));
    }

    /// <summary>
    /// Turns one list of each trend report into one entry an item: added, updated (score, counts, rank or previous
    /// rank), removed.
    /// </summary>
    /// <param name="source">The results of <c>TopTrends</c>.</param>
    /// <param name="listSelector">A selector of one of the report's lists; null for the rising items.</param>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes. A report without enough data empties the list.</returns>
    /// <exception cref="ArgumentNullException">The source is null.</exception>
    public static IObservable<IChangeSet<Ranked<TrendChange<TItem>>, TItem>> ToChangeSet<TItem>(
        this IObservable<TrendReport<TItem>> source,
        Func<TrendReport<TItem>, IReadOnlyList<TrendChange<TItem>>>? listSelector = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Select(listSelector ?? (report => report.Rising)).ToRankedChangeSet(change => change.Item);
    }

    /// <summary>
    /// Turns the recommendations for one user into one entry an item: added, updated (score, reason, rank or previous
    /// rank), removed.
    /// </summary>
    /// <param name="source">The results of <c>Recommend</c> or <c>RecommendOnDemand</c>.</param>
    /// <param name="user">The user whose lists count, of whatever session; those of other users are passed over. For
    /// one session, choose its lists by a <c>Where</c> before.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes. An empty list removes all entries.</returns>
    /// <exception cref="ArgumentNullException">The source is null.</exception>
    public static IObservable<IChangeSet<Ranked<Recommendation<TItem>>, TItem>> ToChangeSet<TUser, TItem>(
        this IObservable<RecommendationList<TUser, TItem>> source, TUser user)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return source
            .Where(list => EqualityComparer<TUser>.Default.Equals(list.User, user))
            .Select(list => list.Items)
            .ToRankedChangeSet(recommendation => recommendation.Item);
    }

    /// <summary>
    /// Turns ranked lists of any kind into one entry a key: added, updated (value, rank or previous rank), removed.
    /// </summary>
    /// <param name="source">The whole lists, best first.</param>
    /// <param name="keySelector">A selector of an entry's key, which is unique within a list.</param>
    /// <typeparam name="TEntry">The entries' type, values that do not change once they are emitted. Entries of one key
    /// that are equal count as the same value.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <returns>The changes; an <see cref="ArgumentException"/> as <c>OnError</c> where a list names a key
    /// twice.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// An entry that keeps its value and its rank is updated once more in the list after a change, because its
    /// <see cref="Ranked{TEntry}.PreviousRank"/> becomes equal to its rank; after that it is not mentioned.
    /// </remarks>
    public static IObservable<IChangeSet<Ranked<TEntry>, TKey>> ToRankedChangeSet<TEntry, TKey>(
        this IObservable<IReadOnlyList<TEntry>> source, Func<TEntry, TKey> keySelector)
        where TEntry : notnull
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        return Changes(() => source.Select(new RankedDiff<TEntry, TKey>(keySelector).Next));
    }

    /// <summary>Holds the last-N lists of all keys as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TKey, TItem}(IObservable{LastItems{TKey, TItem}}, IEqualityComparer{TKey}?)"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<LastItems<TKey, TItem>, TKey> ToCache<TKey, TItem>(
        this IObservable<LastItems<TKey, TItem>> source, IEqualityComparer<TKey>? keyEquality = null)
        where TKey : notnull => source.ToChangeSet(keyEquality).AsObservableCache();

    /// <summary>Holds the lines of all open carts as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TKey, TItem}(IObservable{CartChange{TKey, TItem}}, IEqualityComparer{TKey}?,
    /// IEqualityComparer{TItem}?)"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> ToCache<TKey, TItem>(
        this IObservable<CartChange<TKey, TItem>> source,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
        where TKey : notnull
        where TItem : notnull => source.ToChangeSet(keyEquality, itemEquality).AsObservableCache();

    /// <summary>Holds one list of the newest trend report as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TItem}(IObservable{TrendReport{TItem}},
    /// Func{TrendReport{TItem}, IReadOnlyList{TrendChange{TItem}}}?)"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<Ranked<TrendChange<TItem>>, TItem> ToCache<TItem>(
        this IObservable<TrendReport<TItem>> source,
        Func<TrendReport<TItem>, IReadOnlyList<TrendChange<TItem>>>? listSelector = null)
        where TItem : notnull => source.ToChangeSet(listSelector).AsObservableCache();

    /// <summary>Holds the newest recommendations for one user as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TUser, TItem}(IObservable{RecommendationList{TUser, TItem}}, TUser)"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<Ranked<Recommendation<TItem>>, TItem> ToCache<TUser, TItem>(
        this IObservable<RecommendationList<TUser, TItem>> source, TUser user)
        where TItem : notnull => source.ToChangeSet(user).AsObservableCache();

    private static IObservable<IChangeSet<TObject, TKey>> Changes<TObject, TKey>(
        Func<IObservable<IChangeSet<TObject, TKey>>> changes)
        where TObject : notnull
        where TKey : notnull => Observable.Defer(changes).Where(set => set.Count > 0);
}
