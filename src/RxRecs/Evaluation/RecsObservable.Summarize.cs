using System.Reactive.Linq;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>Sums up a prequential evaluation once it is complete.</summary>
    /// <param name="source">The results of <c>EvaluatePrequentially</c>.</param>
    /// <returns>One summary, at completion; an empty one for no result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Nothing is emitted before completion.</description></item>
    /// <item><term>Late event</term><description>There is none.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes and gives no summary; completion emits
    /// it.</description></item>
    /// <item><term>State</term><description>A few sums.</description></item>
    /// <item><term>Order</term><description>One summary.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<PrequentialSummary> Summarize(this IObservable<PrequentialResult> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Observable.Defer(() => source.Aggregate(new PrequentialSummary(), static (summary, next) =>
        {
            summary.Add(next);
            return summary;
        }));
    }

    /// <summary>Sums up an evaluation by sessions once it is complete.</summary>
    /// <param name="source">The scores of <c>EvaluateSessions</c>.</param>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TSession">The sessions' type.</typeparam>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <returns>One summary, at completion; an empty one for no session.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Nothing is emitted before completion.</description></item>
    /// <item><term>Late event</term><description>There is none.</description></item>
    /// <item><term>Error / completion</term><description>A source error passes and gives no summary; completion emits
    /// it.</description></item>
    /// <item><term>State</term><description>A few sums.</description></item>
    /// <item><term>Order</term><description>One summary.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<SessionSummary> Summarize<TUser, TSession, TItem>(
        this IObservable<SessionScore<TUser, TSession, TItem>> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Observable.Defer(() => source.Aggregate(new SessionSummary(), static (summary, next) =>
        {
            summary.Add(next);
            return summary;
        }));
    }
}
