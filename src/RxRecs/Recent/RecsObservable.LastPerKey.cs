using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Keeps the last items of each key, newest first, and emits the key's list after each event that changes it.
    /// </summary>
    /// <param name="source">The events.</param>
    /// <param name="count">The number of items kept for each key, at least 1.</param>
    /// <param name="keySelector">A selector of an event's key.</param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="eventTimeSelector">
    /// A selector of an event's time, for lists in order of event time; null for lists in order of arrival.
    /// </param>
    /// <param name="options">
    /// The options for repeats, time to live and the bound on keys; null for repeats and no bound.
    /// </param>
    /// <param name="keyEquality">The comparer that tells which keys are the same; null for the default.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same where they are kept once; null for the default.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The changed lists.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="ArgumentException">
    /// A <see cref="LastPerKeyOptions.TimeToLive"/> without <paramref name="eventTimeSelector"/>.
    /// </exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// The list of the event's key, with the event at its place in it. Before it, each key that leaves, with no items:
    /// evicted, or all its items too old. In order of event time, an event that changes nothing (older than all items
    /// of a full list, or than the same item's newer event) gives nothing.</description></item>
    /// <item><term>Late event</term><description>
    /// There is none. In order of event time the lists come to be the same whatever the order of arrival (but for
    /// events of equal time, of which the later one to come is newer, and for keys that
    /// <see cref="LastPerKeyOptions.MaxKeys"/> evicts).</description></item>
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
        Func<TEvent, DateTimeOffset>? eventTimeSelector = null,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyEquality = null,
        IEqualityComparer<TItem>? itemEquality = null)
        where TKey : notnull
    {
        CheckLastPerKey(source, count, keySelector, itemSelector, eventTimeSelector, options);
        return source.RunMachine(() => LastItemsMachine(
            count, keySelector, itemSelector, eventTimeSelector, options, keyEquality, itemEquality));
    }

    /// <summary>
    /// Keeps the last items of each key as <see cref="LastPerKey{TEvent, TKey, TItem}"/> does, and emits what is made
    /// from the changed list in place: nothing is allocated per event.
    /// </summary>
    /// <inheritdoc cref="LastPerKey{TEvent, TKey, TItem}"/>
    /// <param name="source">The events.</param>
    /// <param name="count">The number of items kept for each key, at least 1.</param>
    /// <param name="keySelector">A selector of an event's key.</param>
    /// <param name="itemSelector">A selector of an event's item.</param>
    /// <param name="resultSelector">
    /// The function that makes a result from a key and its items, newest first, which are a view that the next event
    /// overwrites; there are none for a key that has left: evicted, or all its items too old.
    /// </param>
    /// <param name="eventTimeSelector">
    /// A selector of an event's time, for lists in order of event time; null for lists in order of arrival.
    /// </param>
    /// <param name="options">
    /// The options for repeats, time to live and the bound on keys; null for repeats and no bound.
    /// </param>
    /// <param name="keyEquality">
    /// The comparer that tells which keys are the same; null for the default. For an equality of items as well, feed a
    /// <see cref="LastPerKeyState{TKey, TItem}"/>.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The results that <paramref name="resultSelector"/> makes of the changed lists.</returns>
    public static IObservable<TResult> LastPerKey<TEvent, TKey, TItem, TResult>(
        this IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TKey, ReadOnlySpan<TItem>, TResult> resultSelector,
        Func<TEvent, DateTimeOffset>? eventTimeSelector = null,
        LastPerKeyOptions? options = null,
        IEqualityComparer<TKey>? keyEquality = null)
        where TKey : notnull
    {
        CheckLastPerKey(source, count, keySelector, itemSelector, eventTimeSelector, options);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return source.RunMachine(() => new LastPerKeyMachine<TEvent, TKey, TItem, TResult>(
            count, keySelector, itemSelector, resultSelector, eventTimeSelector, options, keyEquality));
    }

    private static void CheckLastPerKey<TEvent, TKey, TItem>(
        IObservable<TEvent> source,
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset>? eventTimeSelector,
        LastPerKeyOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(itemSelector);
        LastPerKeyState<TKey, TItem>.ThrowIfTimeIsMissing(eventTimeSelector is not null, options);
    }

    private static LastPerKeyMachine<TEvent, TKey, TItem, LastItems<TKey, TItem>> LastItemsMachine<TEvent, TKey, TItem>(
        int count,
        Func<TEvent, TKey> keySelector,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset>? eventTimeSelector,
        LastPerKeyOptions? options,
        IEqualityComparer<TKey>? keyEquality,
        IEqualityComparer<TItem>? itemEquality)
        where TKey : notnull
    {
        LastPerKeyMachine<TEvent, TKey, TItem, LastItems<TKey, TItem>> machine = null!;
        machine = new(
            count,
            keySelector,
            itemSelector,
            (key, items) => new(
                key, ImmutableCollectionsMarshal.AsImmutableArray(items.ToArray()), machine.State.StagedEvictedKeys),
            eventTimeSelector,
            options,
            keyEquality,
            itemEquality);
        return machine;
    }
}
