using System.Reactive.Linq;
using DynamicData;
using RxRecs.Carts;
using RxRecs.Ranking;
using RxRecs.Recent;
using RxRecs.Trending;

namespace RxRecs.DynamicData;

/// <summary>
/// The results of RxRecs as DynamicData change sets, for lists on a screen and caches: each says just what changed, and
/// nothing is sent when nothing did. Every subscription keeps its own last state; errors and completion of the source
/// pass. For an <see cref="IObservableCache{TObject, TKey}"/> that is kept up to date take <c>To…Cache</c>; disposing
/// it ends the subscription.
/// </summary>
public static class RecsChangeSets
{
    /// <summary>Last-N per key, one entry a key: added, updated, removed when the key has left the state.</summary>
    /// <param name="source">What <c>LastPerKey</c> emits.</param>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IObservable<IChangeSet<LastItems<TKey, TItem>, TKey>> ToChangeSet<TKey, TItem>(
        this IObservable<LastItems<TKey, TItem>> source)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return Changes(() => source.Select(new LastItemsDiff<TKey, TItem>().Next));
    }

    /// <summary>Open carts, one entry a line: added, updated (quantity, abandoned or live again), removed.</summary>
    /// <param name="source">What <c>CartMinusPurchase</c> emits.</param>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IObservable<IChangeSet<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)>> ToChangeSet<TKey, TItem>(
        this IObservable<CartChange<TKey, TItem>> source)
        where TKey : notnull
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        return Changes(() => source.Select(new CartDiff<TKey, TItem>().Next));
    }

    /// <summary>
    /// One list of each trend report, one entry an item: added, updated (score, counts or rank),
    /// removed.
    /// </summary>
    /// <param name="source">What <c>TopTrends</c> emits.</param>
    /// <param name="listSelector">Which of the report's lists; null for the rising items.</param>
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
    /// The recommendations of one user, one entry an item: added, updated (score, reason or rank),
    /// removed.
    /// </summary>
    /// <param name="source">What <c>Recommend</c> emits.</param>
    /// <param name="user">Whose lists count; those of other users are passed over.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changes.</returns>
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
    /// Any ranked lists, one entry a key: added, updated (value or rank), removed, with index and previous
    /// index.
    /// </summary>
    /// <param name="source">Whole lists, best first.</param>
    /// <param name="keySelector">What an entry is known by; unique within a list.</param>
    /// <typeparam name="TEntry">The entries' type; equal entries at the same rank are no change.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <returns>The changes; an <see cref="ArgumentException"/> as <c>OnError</c> where a list names a key
    /// twice.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IObservable<IChangeSet<Ranked<TEntry>, TKey>> ToRankedChangeSet<TEntry, TKey>(
        this IObservable<IReadOnlyList<TEntry>> source, Func<TEntry, TKey> keySelector)
        where TEntry : notnull
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        return Changes(() => source.Select(new RankedDiff<TEntry, TKey>(keySelector).Next));
    }

    /// <summary>The last-N lists of all keys as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TKey, TItem}(IObservable{LastItems{TKey, TItem}})"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<LastItems<TKey, TItem>, TKey> ToCache<TKey, TItem>(
        this IObservable<LastItems<TKey, TItem>> source)
        where TKey : notnull => source.ToChangeSet().AsObservableCache();

    /// <summary>The lines of all open carts as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TKey, TItem}(IObservable{CartChange{TKey, TItem}})"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<OpenCartLine<TKey, TItem>, (TKey Key, TItem Item)> ToCache<TKey, TItem>(
        this IObservable<CartChange<TKey, TItem>> source)
        where TKey : notnull
        where TItem : notnull => source.ToChangeSet().AsObservableCache();

    /// <summary>One list of the newest trend report as a live cache.</summary>
    /// <inheritdoc cref="ToChangeSet{TItem}(IObservable{TrendReport{TItem}},
    /// Func{TrendReport{TItem}, IReadOnlyList{TrendChange{TItem}}}?)"/>
    /// <returns>The cache.</returns>
    public static IObservableCache<Ranked<TrendChange<TItem>>, TItem> ToCache<TItem>(
        this IObservable<TrendReport<TItem>> source,
        Func<TrendReport<TItem>, IReadOnlyList<TrendChange<TItem>>>? listSelector = null)
        where TItem : notnull => source.ToChangeSet(listSelector).AsObservableCache();

    /// <summary>The newest recommendations of one user as a live cache.</summary>
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
