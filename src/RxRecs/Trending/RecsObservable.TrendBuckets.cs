using RxRecs.Machines;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Counts items in buckets of event time: the data behind every trend. Count a brand or a category by selecting it
    /// as the item, or items within each brand by selecting a pair.
    /// </summary>
    /// <param name="source">The events, in any order within <see cref="EventTimeOptions.AllowedLateness"/>.</param>
    /// <param name="size">The length of a bucket.</param>
    /// <param name="itemSelector">A selector of the item that an event counts for; not null.</param>
    /// <param name="weightSelector">
    /// A selector of an event's weight, from 0 to 1,000,000 with six decimals. An event that counts 0 still moves time
    /// on.
    /// </param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The options for how buckets are cut and when they close.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The buckets, oldest first, without gaps.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive, or longer than
    /// time.</exception>
    /// <exception cref="ArgumentException">The advance does not go into <paramref name="size"/>, or one of them is not
    /// whole days and there is a <see cref="TrendBucketsOptions.TimeZone"/>.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Is counted in each bucket that it belongs to. A bucket is emitted once, when the watermark reaches its end; one
    /// without events, between or after others, is emitted with no counts (see
    /// <see cref="TrendBucketsOptions.MaxEmptyRun"/>).
    /// </description></item>
    /// <item><term>Late event</term><description>
    /// One whose bucket has closed (of overlapping buckets, the first that it belongs to): counted in no bucket, an
    /// element of <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>, and in
    /// <see cref="TrendBucket{TItem}.LateCount"/>. An event behind the watermark
    /// whose bucket is open counts.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A source error passes and closes nothing; completion closes all, and marks a bucket as partial whose end was not
    /// reached. A selector that throws, a weight outside its range and a null item end with
    /// <c>OnError</c>.</description></item>
    /// <item><term>State</term><description>
    /// A counter per item and open bucket; about lateness / size + 1 buckets are open, never more than there are
    /// events. A bucket counts <see cref="TrendBucketsOptions.MaxItemsPerBucket"/> items exactly; of more it keeps so
    /// many, and is <see cref="TrendBucket{TItem}.IsApproximate"/>.
    /// </description></item>
    /// <item><term>Order</term><description>
    /// By end of bucket. Any order of arrival within the lateness gives the same buckets, bit for bit, unless they are
    /// approximate.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<TEvent, TrendBucket<TItem>> TrendBuckets<TEvent, TItem>(
        this IObservable<TEvent> source,
        TimeSpan size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, double> weightSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        TrendBucketsOptions options,
        IEqualityComparer<TItem>? itemEquality = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(weightSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        return Buckets(source, size, itemSelector, weightSelector, eventTimeSelector, options, itemEquality);
    }

    /// <summary>Counts items in buckets of event time, each event as 1.</summary>
    /// <param name="source">The events, in any order within <see cref="EventTimeOptions.AllowedLateness"/>.</param>
    /// <param name="size">The length of a bucket.</param>
    /// <param name="itemSelector">A selector of the item that an event counts for; not null.</param>
    /// <param name="eventTimeSelector">A selector of an event's time.</param>
    /// <param name="options">The options for how buckets are cut and when they close.</param>
    /// <param name="itemEquality">
    /// The comparer that tells which items are the same; null for their own equality.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>The buckets, oldest first, without gaps.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive, or longer than
    /// time.</exception>
    /// <exception cref="ArgumentException">The advance does not go into <paramref name="size"/>, or one of them is not
    /// whole days and there is a <see cref="TrendBucketsOptions.TimeZone"/>.</exception>
    /// <remarks>As the overload with weights.</remarks>
    public static IEventTimeObservable<TEvent, TrendBucket<TItem>> TrendBuckets<TEvent, TItem>(
        this IObservable<TEvent> source,
        TimeSpan size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        TrendBucketsOptions options,
        IEqualityComparer<TItem>? itemEquality = null)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(itemSelector);
        ArgumentNullException.ThrowIfNull(eventTimeSelector);
        ArgumentNullException.ThrowIfNull(options);
        return Buckets(source, size, itemSelector, null, eventTimeSelector, options, itemEquality);
    }

    /// <summary>
    /// Counts the items of interactions in buckets of event time, each kind of interaction with its
    /// weight.
    /// </summary>
    /// <param name="source">The interactions, in any order within
    /// <see cref="EventTimeOptions.AllowedLateness"/>.</param>
    /// <param name="size">The length of a bucket.</param>
    /// <param name="options">
    /// The options for how buckets are cut and when they close, and what each kind of interaction counts
    /// (<see cref="TrendBucketsOptions.Weights"/>).
    /// </param>
    /// <returns>The buckets, oldest first, without gaps.</returns>
    /// <exception cref="ArgumentNullException">An argument that must not be is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive, or longer than
    /// time.</exception>
    /// <exception cref="ArgumentException">The advance does not go into <paramref name="size"/>, or one of them is not
    /// whole days and there is a <see cref="TrendBucketsOptions.TimeZone"/>.</exception>
    /// <remarks>
    /// As the overload with selectors; every interaction has an item, so none is left out.
    /// <list type="table">
    /// <item><term>Event</term><description>Counts with the weight of its kind; one of weight 0 still moves time
    /// on.</description></item>
    /// <item><term>Late event</term><description>One whose bucket has closed: handed out and counted
    /// apart.</description></item>
    /// <item><term>Error / completion</term><description>An error passes; completion closes all and marks what was cut
    /// short.</description></item>
    /// <item><term>State</term><description>A counter per item and open bucket.</description></item>
    /// <item><term>Order</term><description>By end of bucket.</description></item>
    /// </list>
    /// </remarks>
    public static IEventTimeObservable<Interaction, TrendBucket<Id>> TrendBuckets(
        this IObservable<Interaction> source,
        TimeSpan size,
        TrendBucketsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return source.TrendBuckets(
            size,
            static interaction => interaction.Item,
            options.Weights.Of,
            static interaction => interaction.EventTime,
            options);
    }

    private static IEventTimeObservable<TEvent, TrendBucket<TItem>> Buckets<TEvent, TItem>(
        IObservable<TEvent> source,
        TimeSpan size,
        Func<TEvent, TItem> itemSelector,
        Func<TEvent, double>? weightSelector,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        TrendBucketsOptions options,
        IEqualityComparer<TItem>? itemEquality)
        where TItem : notnull
    {
        options.PanesPerBucket(size);
        return EventTimeOperator.Run(
            source,
            nameof(TrendBuckets),
            () => new TrendBucketsMachine<TEvent, TItem>(
                size, itemSelector, weightSelector, eventTimeSelector, options, itemEquality),
            options);
    }
}
