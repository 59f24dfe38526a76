using System.Reactive.Linq;

namespace RxRecs;

/// <content><c>LastPerKey</c> over interactions, in order of event time.</content>
public static partial class RecsObservable
{
    /// <summary>
    /// Keeps the last items of each user in order of event time, each item once. For all interactions, also with the
    /// same item, use <see cref="LastInteractionsPerUser"/>.
    /// </summary>
    /// <inheritdoc cref="LastPerKey{TEvent, TKey, TItem}"/>
    /// <param name="source">The interactions, of all kinds. Those of an unknown user are left out; the meter counts
    /// them.</param>
    /// <param name="count">The number of items kept for each user, at least 1.</param>
    /// <param name="options">
    /// The options for time to live and the bound on users; null for no bound. Whatever
    /// <see cref="LastPerKeyOptions.Distinct"/> says, an item is kept once.
    /// </param>
    public static IObservable<LastItems<Id, Id>> LastItemsPerUser(
        this IObservable<Interaction> source, int count, LastPerKeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.OfKnownUsers(nameof(LastItemsPerUser))
            .LastPerKey(count, x => x.User, x => x.Item, x => x.EventTime, EachItemOnce(options));
    }

    /// <summary>Keeps the last items of each session in order of event time, each item once.</summary>
    /// <inheritdoc cref="LastItemsPerUser"/>
    /// <param name="source">The interactions, of all kinds. Those without a session are left out; the meter counts
    /// them.</param>
    /// <param name="count">The number of items kept for each session, at least 1.</param>
    /// <param name="options">
    /// The options for time to live and the bound on sessions; null for no bound. Whatever
    /// <see cref="LastPerKeyOptions.Distinct"/> says, an item is kept once. Sessions are many and short: give a bound
    /// on a stream that does not end.
    /// </param>
    public static IObservable<LastItems<string, Id>> LastItemsPerSession(
        this IObservable<Interaction> source, int count, LastPerKeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source
            .OfKnownSessions(nameof(LastItemsPerSession))
            .LastPerKey(count, x => x.Session!, x => x.Item, x => x.EventTime, EachItemOnce(options));
    }

    /// <summary>Keeps the last interactions of each user: all of them, also those with the same item.</summary>
    /// <inheritdoc cref="LastItemsPerUser"/>
    /// <param name="source">The interactions, of all kinds. Those of an unknown user are left out; the meter counts
    /// them.</param>
    /// <param name="count">The number of interactions kept for each user, at least 1.</param>
    /// <param name="options">The options for time to live and the bound on users; null for no bound.</param>
    public static IObservable<LastItems<Id, Interaction>> LastInteractionsPerUser(
        this IObservable<Interaction> source, int count, LastPerKeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.OfKnownUsers(nameof(LastInteractionsPerUser))
            .LastPerKey(count, x => x.User, x => x, x => x.EventTime, options);
    }

    /// <summary>Keeps the brands of each user's last interactions: with repeats, unless the options say
    /// otherwise.</summary>
    /// <inheritdoc cref="LastItemsPerUser"/>
    /// <param name="source">The interactions, of all kinds. Those without a brand or of an unknown user are left
    /// out.</param>
    /// <param name="count">The number of brands kept for each user, at least 1.</param>
    /// <param name="options">
    /// The options for repeats, time to live and the bound on users; null for repeats and no bound.
    /// </param>
    public static IObservable<LastItems<Id, string>> LastBrandsPerUser(
        this IObservable<Interaction> source, int count, LastPerKeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source
            .OfKnownUsers(nameof(LastBrandsPerUser), static x => x.Brand is not null)
            .Where(static x => x.Brand is not null)
            .LastPerKey(count, x => x.User, x => x.Brand!, x => x.EventTime, options);
    }

    private static LastPerKeyOptions EachItemOnce(LastPerKeyOptions? options) =>
        (options ?? new LastPerKeyOptions()) with { Distinct = true };
}
