using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// The last items of each key, newest first, in order of arrival: the key's list after each
    /// event.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="count">How many items per key, at least 1.</param>
    /// <param name="keySelector">The key of an event.</param>
    /// <param name="itemSelector">The item of an event.</param>
    /// <param name="options">Repeats and the bound on keys; null for repeats and no bound.</param>
    /// <param name="keyComparer">Compares keys; null for the default.</param>
    /// <param name="itemComparer">Compares items where they are kept once; null for the default.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changed lists.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">A time to live, which needs event times.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// The list of the event's key, with the event in it. Before it, a key that is evicted, with no
    /// items.</description></item>
    /// <item><term>Late event</term><description>There is none: the order is that of arrival.</description></item>
    /// <item><term>Error / completion</term><description>Pass at once; nothing is open.</description></item>
    /// <item><term>State</term><description>
    /// <paramref name="count"/> items per key; <see cref="LastPerKeyOptions.MaxKeys"/> keys, beyond which the key that
    /// changed the longest ago is evicted and counted.</description></item>
    /// <item><term>Order</term><description>One list per event, in order of arrival.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<LastItems<TKey, TItem>> LastPerKey<TEvent, TKey, TItem>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyComparer = null,
        IEqualityComparer<TItem>? itemComparer = null)
        where TKey : notnull
    {
        CheckLastPerKey(source, count, keySelector, itemSelector, timed: false, options);
        return source.RunMachine(() => LastItemsMachine(
            count, keySelector, itemSelector, null, options, keyComparer, itemComparer));
    }

    /// <summary>
    /// The last items of each key, newest first, in order of event time: the key's list after each event that changes
    /// it.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="count">How many items per key, at least 1.</param>
    /// <param name="keySelector">The key of an event.</param>
    /// <param name="itemSelector">The item of an event.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="options">Repeats, time to live and the bound on keys; null for repeats and no bound.</param>
    /// <param name="keyComparer">Compares keys; null for the default.</param>
    /// <param name="itemComparer">Compares items where they are kept once; null for the default.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changed lists.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// The list of the event's key, with the event at its place in it. Before it, each key that leaves, with no items:
    /// evicted, or all its items too old. An event that changes nothing (older than all items of a full list, or than
    /// the same item's newer event) gives nothing.</description></item>
    /// <item><term>Late event</term><description>
    /// There is none: whatever the order of arrival, the lists come to be the same (but for events of equal time, of
    /// which the later one to come is newer, and for keys that <see cref="LastPerKeyOptions.MaxKeys"/>
    /// evicts).</description></item>
    /// <item><term>Error / completion</term><description>Pass at once; nothing is open.</description></item>
    /// <item><term>State</term><description>
    /// <paramref name="count"/> items per key, not older than <see cref="LastPerKeyOptions.TimeToLive"/> before the
    /// greatest event time seen; <see cref="LastPerKeyOptions.MaxKeys"/> keys, beyond which the key that changed the
    /// longest ago is evicted and counted.</description></item>
    /// <item><term>Order</term><description>In order of arrival.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<LastItems<TKey, TItem>> LastPerKey<TEvent, TKey, TItem>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyComparer = null,
        IEqualityComparer<TItem>? itemComparer = null)
        where TKey : notnull
    {
        CheckLastPerKey(source, count, keySelector, itemSelector, timed: true, options);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        return source.RunMachine(() => LastItemsMachine(
            count, keySelector, itemSelector, eventTimeSelector, options, keyComparer, itemComparer));
    }

    /// <summary>
    /// As <see cref="LastPerKey{TEvent, TKey, TItem}(IObservable{TEvent}, int, Func{TEvent, TKey}, Func{TEvent, TItem},
    /// LastPerKeyOptions?, IEqualityComparer{TKey}?, IEqualityComparer{TItem}?)"/>, with results made from the list in
    /// place: nothing is allocated per event.
    /// </summary>
    /// <inheritdoc cref="LastPerKey{TEvent, TKey, TItem}(IObservable{TEvent}, int, Func{TEvent, TKey},
    /// Func{TEvent, TItem}, LastPerKeyOptions?, IEqualityComparer{TKey}?, IEqualityComparer{TItem}?)"/>
    /// <param name="source">The events.</param>
    /// <param name="count">How many items per key, at least 1.</param>
    /// <param name="keySelector">The key of an event.</param>
    /// <param name="itemSelector">The item of an event.</param>
    /// <param name="resultSelector">Makes a result from a key and its items.</param>
    /// <param name="options">Repeats and the bound on keys; null for repeats and no bound.</param>
    /// <param name="keyComparer">Compares keys; null for the default.</param>
    /// <param name="itemComparer">Compares items where they are kept once; null for the default.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <returns>What <paramref name="resultSelector"/> makes of the changed lists.</returns>
    public static IObservable<TResult> LastPerKey<TEvent, TKey, TItem, TResult>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        LastItemsSelector<TKey, TItem, TResult> resultSelector,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyComparer = null,
        IEqualityComparer<TItem>? itemComparer = null)
        where TKey : notnull
    {
        CheckLastPerKey(source, count, keySelector, itemSelector, timed: false, options);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return source.RunMachine(() => new LastPerKeyMachine<TEvent, TKey, TItem, TResult>(
            count, keySelector, itemSelector, null, resultSelector, options, keyComparer, itemComparer));
    }

    /// <summary>
    /// As <see cref="LastPerKey{TEvent, TKey, TItem}(IObservable{TEvent}, int, Func{TEvent, TKey}, Func{TEvent, TItem},
    /// Func{TEvent, DateTimeOffset}, LastPerKeyOptions?, IEqualityComparer{TKey}?,
    /// IEqualityComparer{TItem}?)"/>, with results made from the list in place: nothing is allocated per event.
    /// </summary>
    /// <inheritdoc cref="LastPerKey{TEvent, TKey, TItem}(IObservable{TEvent}, int, Func{TEvent, TKey},
    /// Func{TEvent, TItem}, Func{TEvent, DateTimeOffset}, LastPerKeyOptions?, IEqualityComparer{TKey}?,
    /// IEqualityComparer{TItem}?)"/>
    /// <param name="source">The events.</param>
    /// <param name="count">How many items per key, at least 1.</param>
    /// <param name="keySelector">The key of an event.</param>
    /// <param name="itemSelector">The item of an event.</param>
    /// <param name="eventTimeSelector">When an event happened.</param>
    /// <param name="resultSelector">Makes a result from a key and its items.</param>
    /// <param name="options">Repeats, time to live and the bound on keys; null for repeats and no bound.</param>
    /// <param name="keyComparer">Compares keys; null for the default.</param>
    /// <param name="itemComparer">Compares items where they are kept once; null for the default.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <returns>What <paramref name="resultSelector"/> makes of the changed lists.</returns>
    public static IObservable<TResult> LastPerKey<TEvent, TKey, TItem, TResult>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        LastItemsSelector<TKey, TItem, TResult> resultSelector,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyComparer = null,
        IEqualityComparer<TItem>? itemComparer = null)
        where TKey : notnull
    {
        CheckLastPerKey(source, count, keySelector, itemSelector, timed: true, options);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return source.RunMachine(() => new LastPerKeyMachine<TEvent, TKey, TItem, TResult>(
            count, keySelector, itemSelector, eventTimeSelector, resultSelector, options, keyComparer, itemComparer));
    }

    private static void CheckLastPerKey<TEvent, TKey, TItem>(
        IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        bool timed,
        LastPerKeyOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        LastPerKeyState<TKey, TItem>.ThrowIfTimeIsMissing(timed, options);
    }

    private static LastPerKeyMachine<TEvent, TKey, TItem, LastItems<TKey, TItem>> LastItemsMachine<TEvent, TKey, TItem>(
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset>? eventTimeSelector,
        LastPerKeyOptions? options,
        IEqualityComparer<TKey>? keyComparer,
        IEqualityComparer<TItem>? itemComparer)
        where TKey : notnull
    {
        LastPerKeyMachine<TEvent, TKey, TItem, LastItems<TKey, TItem>> machine = null!;
        machine = new(
            count,
            keySelector,
            itemSelector,
            eventTimeSelector,
            (key, items) => new(
                key, ImmutableCollectionsMarshal.AsImmutableArray(items.ToArray()), machine.State.StagedEvictedKeys),
            options,
            keyComparer,
            itemComparer);
        return machine;
    }
}
