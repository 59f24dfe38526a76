using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

public static partial class RecsObservable
{
    /// <summary>
    /// Runs a pipeline of operators that can forget users and merge guests into accounts: it remembers the newest
    /// events, and lets a new pipeline learn again what came since the first one that changes.
    /// </summary>
    /// <param name="source">
    /// The events and changes in one order: <c>events.Select(UserInput.Of)</c> merged with the changes.
    /// </param>
    /// <param name="pipelineFactory">
    /// The function that makes the pipeline over the events it is given, at once and anew for each change; as for
    /// <see cref="CheckpointedPipeline{TEvent, TResult}"/>, all that the pipeline knows must be in operators of RxRecs.
    /// </param>
    /// <param name="selectors">
    /// The selectors of an event's user and visit; for interactions <see cref="UserSelectors.Interactions"/>.
    /// </param>
    /// <param name="options">The options for how much is remembered; null for the defaults.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TUser">The users' type.</typeparam>
    /// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
    /// <returns>The pipeline's results and, for each change, how many events it concerned.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A selector is null.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>
    /// Goes through the pipeline, whose results are emitted. A change emits one element that says what came of it; what
    /// is emitted from then on is what a pipeline emits that never had the events, or had them from the account. What
    /// was emitted stands, and event time stays where it was.</description></item>
    /// <item><term>Late event</term><description>Up to the pipeline's operators.</description></item>
    /// <item><term>Error / completion</term><description>
    /// An error of the source passes on at once, one of the pipeline, or of a selector, ends it. Completion flushes the
    /// pipeline. A pipeline that completes before its source gives nothing more.</description></item>
    /// <item><term>State</term><description>
    /// The pipeline's, and the newest <see cref="ErasureOptions.MaxEvents"/> events with a saved state per segment;
    /// what is no longer among them stays, and is counted in the outcome.</description></item>
    /// <item><term>Order</term><description>As the source's.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<ErasableResult<TUser, TResult>> RunErasable<TEvent, TUser, TResult>(
        this IObservable<UserInput<TEvent, TUser>> source,
        Func<IObservable<TEvent>, IObservable<TResult>> pipelineFactory,
        UserSelectors<TEvent, TUser> selectors,
        ErasureOptions? options = null)
        where TUser : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(pipelineFactory);
        ArgumentNullException.ThrowIfNull(selectors);
        selectors.ThrowIfIncomplete(nameof(selectors));
        options ??= new ErasureOptions();
        return source.RunMachine(() => new ErasableMachine<TEvent, TUser, TResult>(
            () => new PipelineTarget<TEvent, TResult>(pipelineFactory, options.Codecs), selectors, options));
    }
}
