namespace RxRecs.Kafka;

/// <content>The pipelines whose results go to an asynchronous handler.</content>
public static partial class KafkaSource
{
    /// <summary>
    /// Runs one pipeline for each partition, as <see cref="RunPartitions{T, TResult}(KafkaSettings,
    /// KafkaPipelineOptions, IRecordParser{T}, Func{IObservable{KafkaRecord{T}}, IObservable{TResult}},
    /// CancellationToken)"/> does, and an asynchronous handler for each result: several at a time, those of one key in
    /// order. State is saved, and an offset committed, once the task of each result made up to there is done.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">The options for what to read, from where and until when, and where state is saved.</param>
    /// <param name="parser">
    /// The parser that makes values of records, on the reading thread; one that keeps state serves one run.
    /// </param>
    /// <param name="pipeline">The function that makes the pipeline of a partition from its records, on the reading
    /// thread.</param>
    /// <param name="handler">
    /// The function that handles a result, on threads of the pool. Its token is canceled when its partition is gone or
    /// the run is over, and the time to finish has passed: whatever it does afterwards, the result comes again.
    /// </param>
    /// <param name="handling">
    /// The number of results handled at a time, and their order; 16, and that of each partition, unless told otherwise.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading: what is at work is waited for, as <see
    /// cref="KafkaHandlerOptions{T}.CloseTimeout"/> says, and nothing behind it is started.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <typeparam name="TResult">The type of the pipeline's results, which it must not change afterwards.</typeparam>
    /// <returns>
    /// A task that ends with the run, and tells how many records the pipelines took and how many could not be read. A
    /// stop by the token is no error and no cancellation of this task.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>A call of the handler for each result. Every record that cannot be read is
    /// a dead letter, for <see cref="KafkaHandlerOptions{T}.DeadLetters"/>.</description></item>
    /// <item><term>Late event</term><description>Up to the pipeline: its watermark is its partition's
    /// own.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Ends as <see cref="KafkaSourceOptions.End"/> says, once all results are handled, and when the token is canceled.
    /// A handler that fails ends the run with a <see cref="PartitionPipelineException"/>, which names the result's
    /// number and the offset of the record that it came of: those at work are waited for, and nothing at or behind that
    /// result counts as handled in its partition. A revocation waits for the handlers of its partitions that are at
    /// work, for <see cref="KafkaHandlerOptions{T}.CloseTimeout"/> at the most. A pipeline that fails ends the run as
    /// without a handler.</description></item>
    /// <item><term>State</term><description>
    /// The pipelines'; <see cref="KafkaHandlerOptions{T}.MaxPending"/> results for each partition, and with a store the
    /// bytes of two checkpoints: the last that is saved, and the next, whose results are at work.</description></item>
    /// <item><term>Order</term><description>Within a key. At least once: a result whose task may not have ended before
    /// the last checkpoint comes again after a crash, with the same number where there is a store. Reading goes on
    /// while a checkpoint waits. Event time that goes on by itself, and completion, wait until the results before them
    /// are handled.</description></item>
    /// </list>
    /// The run is on a thread of <see cref="KafkaSourceOptions.Scheduler"/>, a new one where there is none.
    /// </remarks>
    public static Task<ReadCounts> HandleResultsAsync<T, TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        IRecordParser<T> parser,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        Func<PartitionResult<TResult>, CancellationToken, Task> handler,
        KafkaHandlerOptions<PartitionResult<TResult>>? handling = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return StartHandling(
            settings, options, () => parser, pipeline, handler, handling ?? new(), cancellationToken);
    }

    /// <summary>Runs one pipeline for each partition over interactions, parsed as JSON, and an asynchronous handler for
    /// each result.</summary>
    /// <inheritdoc cref="HandleResultsAsync{T, TResult}"/>
    public static Task<ReadCounts> HandleResultsAsync<TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        Func<IObservable<KafkaRecord<Interaction>>, IObservable<TResult>> pipeline,
        Func<PartitionResult<TResult>, CancellationToken, Task> handler,
        KafkaHandlerOptions<PartitionResult<TResult>>? handling = null,
        CancellationToken cancellationToken = default) =>
        StartHandling(settings, options, ParserOf(options), pipeline, handler, handling ?? new(), cancellationToken);

    private static Task<ReadCounts> StartHandling<T, TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        Func<IRecordParser<T>> makeParser,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        Func<PartitionResult<TResult>, CancellationToken, Task> handler,
        KafkaHandlerOptions<PartitionResult<TResult>> handling,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        handling = handling with
        {
            KeySelector = handling.KeySelector ?? (static result => (result.Topic, result.Partition)),
        };
        return Handle(
            Run(
                settings, options, makeParser, pipeline, cancellationToken,
                makeHandlers: run => new(
                    handling,
                    (_, result, stop) => handler(result, stop),
                    HandledKind.Result,
                    options.TimeProvider,
                    run)),
            options,
            handling);
    }
}
