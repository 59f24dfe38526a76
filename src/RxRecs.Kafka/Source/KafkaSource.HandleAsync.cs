using System.Reactive.Concurrency;

namespace RxRecs.Kafka;

/// <content>The run whose records go to an asynchronous handler.</content>
public static partial class KafkaSource
{
    /// <summary>
    /// Runs an asynchronous handler for each record: several at a time, those of one key in order. A record counts as
    /// processed, and may be committed, once its task is done.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">The options for what to read, from where and until when.</param>
    /// <param name="parser">
    /// The parser that makes values of records, on the reading thread; one that keeps state serves one run.
    /// </param>
    /// <param name="handler">
    /// The function that handles a record, on threads of the pool. Its token is canceled when its partition is gone or
    /// the run is over, and the time to finish has passed: whatever it does afterwards, the record comes again.
    /// </param>
    /// <param name="handling">
    /// The number of records handled at a time, and their order; 16, and that of the records' keys, unless told
    /// otherwise.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading: what is at work is waited for, as
    /// <see cref="KafkaHandlerOptions{T}.CloseTimeout"/> says, and nothing behind it is started.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <returns>
    /// A task that ends with the run, and tells how many records were handled and how many could not be read. A stop by
    /// the token is no error and no cancellation of this task.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>A call of the handler for each record that can be read; every other is a
    /// dead letter, for <see cref="KafkaHandlerOptions{T}.DeadLetters"/>.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Ends as <see cref="KafkaSourceOptions.End"/> says, once all that was read is handled, and when the token is
    /// canceled. A handler that fails ends the run with a <see cref="PartitionPipelineException"/>, which names the
    /// record: those at work are waited for, what is done is committed, and of its partition nothing at or behind it.
    /// A revocation waits for the handlers of its partitions that are at work, for
    /// <see cref="KafkaHandlerOptions{T}.CloseTimeout"/> at the most. No broker, no topic, no permission end with a
    /// <see cref="KafkaFailureException"/>.</description></item>
    /// <item><term>State</term><description>
    /// <see cref="KafkaHandlerOptions{T}.MaxPending"/> records for each partition; what the client has fetched
    /// ahead.</description></item>
    /// <item><term>Order</term><description>Within a key. An offset is committed once all before it are handled: at
    /// least once. A slow handler keeps its member in the group, and holds up only its key, until the bounds are
    /// reached.</description></item>
    /// </list>
    /// The run is on a thread of <see cref="KafkaSourceOptions.Scheduler"/>, a new one where there is none.
    /// </remarks>
    public static Task<ReadCounts> HandleAsync<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IRecordParser<T> parser,
        Func<KafkaRecord<T>, CancellationToken, Task> handler,
        KafkaHandlerOptions<KafkaRecord<T>>? handling = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return StartHandling(settings, options, () => parser, handler, handling ?? new(), cancellationToken);
    }

    /// <summary>Runs an asynchronous handler for each interaction, parsed as JSON.</summary>
    /// <inheritdoc cref="HandleAsync{T}"/>
    public static Task<ReadCounts> HandleAsync(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Func<KafkaRecord<Interaction>, CancellationToken, Task> handler,
        KafkaHandlerOptions<KafkaRecord<Interaction>>? handling = null,
        CancellationToken cancellationToken = default) =>
        StartHandling(settings, options, ParserOf(options), handler, handling ?? new(), cancellationToken);

    private static Task<ReadCounts> StartHandling<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Func<IRecordParser<T>> makeParser,
        Func<KafkaRecord<T>, CancellationToken, Task> handler,
        KafkaHandlerOptions<KafkaRecord<T>> handling,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        handling = handling with { KeySelector = handling.KeySelector ?? (static record => record.Key) };
        var measured = HandlerTarget<T>.Measure(handler);
        return Handle(
            From(
                settings, options, makeParser,
                (_, run) => new HandlerTarget<T>(
                    new(handling, measured, HandledKind.Record, options.TimeProvider, run)),
                cancellationToken),
            options,
            handling);
    }

    private static Task<ReadCounts> Handle<T, TItem>(
        TopicObservable<T, TItem> topics, KafkaSourceOptions options, KafkaHandlerOptions<TItem> handling)
    {
        if (handling.CloseTimeout >= options.MaxPollInterval)
        {
            throw new ArgumentException(
                "A CloseTimeout of MaxPollInterval or more would cost the member its place in the group.",
                nameof(handling));
        }

        var observer = new HandlerObserver<TItem>(handling.DeadLetters);
        var where = options.Scheduler ?? NewThreadScheduler.Default;
        _ = where.AsLongRunning() is { } longRunning
            ? longRunning.ScheduleLongRunning(observer, (state, _) => Handle(topics, state))
            : where.Schedule(observer, (_, state) => Handle(topics, state));
        return observer.End;
    }

    private static IDisposable Handle<T, TItem>(TopicObservable<T, TItem> topics, HandlerObserver<TItem> observer)
    {
        try
        {
            return topics.Run(observer);
        }
        catch (Exception error)
        {
            observer.Abort(error);
            return System.Reactive.Disposables.Disposable.Empty;
        }
    }
}
