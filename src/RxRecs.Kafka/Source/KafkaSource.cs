using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>
/// Reads topics as observables. Every subscription is a consumer of its own: one loop that asks for the next record
/// when the last one has been processed, so that a synchronous pipeline is the backpressure.
/// </summary>
public static partial class KafkaSource
{
    /// <summary>Reads the interactions of topics, parsed as JSON.</summary>
    /// <inheritdoc cref="FromTopics{T}(KafkaSettings, KafkaSourceOptions, IRecordParser{T}, CancellationToken)"/>
    public static IRecordObservable<KafkaRecord<Interaction>> FromTopics(
        KafkaSettings settings, KafkaSourceOptions options, CancellationToken cancellationToken = default) =>
        From(
            settings, options, ParserOf(options),
            static (observer, _) => new ObserverTarget<Interaction>(observer),
            cancellationToken);

    /// <summary>Reads the records of topics, as they come.</summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">The options for what to read, from where and until when.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand, which completes the sequence.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <returns>The records. It is cold: each subscription is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One for each record that can be read; every other is a dead letter, which
    /// <see cref="IRecordObservable{T}.WithDeadLetters"/> emits in its place and the meter
    /// <see cref="KafkaTelemetry.MeterName"/> counts in any case.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Completes as <see cref="KafkaSourceOptions.End"/> says, and when the token is canceled. A disposed subscription
    /// hears nothing more. Either stop is no error: what is processed is committed, and the consumer leaves its group.
    /// A record is processed once <c>OnNext</c> has returned and the subscription is still there; one within which it
    /// is disposed comes again, for an operator that fails on a value disposes as well. To stop behind a record, cancel
    /// the token. Where another thread disposes, the last quarter of a second comes again too: operators in between may
    /// have dropped what came then.
    /// No broker, no topic, no permission end with a <see cref="KafkaFailureException"/>, in seconds; a broker that
    /// goes away later is waited for.</description></item>
    /// <item><term>State</term><description>What the client has fetched ahead, 32 MiB unless set
    /// otherwise.</description></item>
    /// <item><term>Order</term><description>Each partition's; partitions in any order. An offset is committed once its
    /// <c>OnNext</c> has returned: at least once.</description></item>
    /// </list>
    /// </remarks>
    public static IRecordObservable<KafkaRecord<T>> FromTopics<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IRecordParser<T> parser,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return From(
            settings, options, () => parser,
            static (observer, _) => new ObserverTarget<T>(observer),
            cancellationToken);
    }

    /// <summary>
    /// Reads the records of topics in order of event time, over all partitions of this consumer: for operators that see
    /// one stream, with an allowed lateness of zero.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">The options for what to read, from where and until when.</param>
    /// <param name="merge">The options for how far out of order a partition may be, and how much of it is held.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand, which completes the sequence.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <returns>The records. It is cold: each subscription is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Each record, once no partition can bring an earlier one. One that cannot be
    /// read is a dead letter.</description></item>
    /// <item><term>Late event</term><description>
    /// Behind its own partition's watermark, or behind what has gone out while its partition was quiet.
    /// <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>,
    /// <see cref="IRecordObservable{T}.WithDeadLetters"/> and <see cref="IMergedObservable{T}.WithSideOutputs"/> emit
    /// late records, dead letters and both; the meter counts them in any case.</description></item>
    /// <item><term>Error / completion</term><description>As without the merge. Where the reading ends by itself
    /// everything held goes out; where it is stopped, by the token or a disposed subscription, what is held is not
    /// processed and comes again.</description></item>
    /// <item><term>State</term><description>
    /// The records held, <see cref="KafkaMergeOptions.MaxPending"/> per partition; beyond it a partition is
    /// paused.</description></item>
    /// <item><term>Order</term><description>Event time, then partition, then offset: the same however the partitions
    /// are fetched. A group is committed up to the first record held of each partition.</description></item>
    /// </list>
    /// </remarks>
    public static IMergedObservable<T> FromTopicsByEventTime<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaMergeOptions merge,
        IRecordParser<T> parser,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return Merged(settings, options, merge, () => parser, cancellationToken);
    }

    /// <summary>Reads the interactions of topics, parsed as JSON, in order of event time.</summary>
    /// <inheritdoc cref="FromTopicsByEventTime{T}(KafkaSettings, KafkaSourceOptions, KafkaMergeOptions,
    /// IRecordParser{T}, CancellationToken)"/>
    public static IMergedObservable<Interaction> FromTopicsByEventTime(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaMergeOptions merge,
        CancellationToken cancellationToken = default) =>
        Merged(settings, options, merge, ParserOf(options), cancellationToken);

    /// <summary>
    /// Runs one pipeline for each partition: started when the partition is assigned to this consumer, disposed, never
    /// completed, when it is taken away. Keyed state follows its partition, and with a store it is saved together with
    /// the offset: after a crash at any moment the results are those of an uninterrupted run.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">The options for what to read, from where and until when, and where state is saved.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="pipeline">
    /// The function that makes the pipeline of a partition from its records; called once for each partition. What it
    /// may be made of when state is saved, <see cref="CheckpointedPipeline{TEvent, TResult}"/> says.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand: state is saved, offsets are committed, and the
    /// sequence completes; the pipelines do not, for they go on from there.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
    /// <returns>The results of all pipelines, numbered per partition.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>What the partition's pipeline emits for it.
    /// <see cref="IRecordObservable{T}.WithDeadLetters"/> also emits the records that cannot be read, each with its
    /// partition as <see cref="DeadLetter.Source"/>; its counts are of records, not of results.</description></item>
    /// <item><term>Late event</term><description>Up to the pipeline: its watermark is its partition's
    /// own.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A partition that is read to its end completes its pipeline. A pipeline that fails ends the run with a
    /// <see cref="PartitionPipelineException"/>, unless <see cref="KafkaPipelineOptions.ContinueAfterFailure"/> says
    /// otherwise. A stop, by the token or a disposed subscription, is no error and completes no pipeline: state is
    /// saved and offsets are committed. With a store, only results that had not surely arrived come
    /// again.</description></item>
    /// <item><term>State</term><description>The pipelines'; with a store also the bytes of each partition's last
    /// checkpoint.</description></item>
    /// <item><term>Order</term><description>Each partition's. Delivered at least once: results since the last
    /// checkpoint come again after a crash, with the same numbers.</description></item>
    /// </list>
    /// </remarks>
    public static IRecordObservable<PartitionResult<TResult>> RunPartitions<T, TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        IRecordParser<T> parser,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return Run(settings, options, () => parser, pipeline, cancellationToken);
    }

    /// <summary>Runs one pipeline for each partition over interactions, parsed as JSON.</summary>
    /// <inheritdoc cref="RunPartitions{T, TResult}(KafkaSettings, KafkaPipelineOptions, IRecordParser{T},
    /// Func{IObservable{KafkaRecord{T}}, IObservable{TResult}}, CancellationToken)"/>
    public static IRecordObservable<PartitionResult<TResult>> RunPartitions<TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        Func<IObservable<KafkaRecord<Interaction>>, IObservable<TResult>> pipeline,
        CancellationToken cancellationToken = default) =>
        Run(settings, options, ParserOf(options), pipeline, cancellationToken);

    // A reader keeps what it has read last, so each subscription has one of its own.
    private static Func<IRecordParser<Interaction>> ParserOf(KafkaSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return () => InteractionJson.CreateParser(options.Limits.MaxValueSize);
    }

    private static TopicObservable<T, PartitionResult<TResult>> Run<T, TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        Func<IRecordParser<T>> makeParser,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        CancellationToken cancellationToken,
        PastEvents<T>? past = null,
        Func<TopicRun, HandlerPool<PartitionResult<TResult>>>? makeHandlers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pipeline);
        if (options.Store is not null && options.Name is null && options.Group is null)
        {
            throw new ArgumentException(
                "State that is saved needs a Name, or a Group whose name it gets.", nameof(options));
        }

        return Subscribable<T, PartitionResult<TResult>>(
            settings, options, makeParser,
            (observer, run) => new PipelineTarget<T, TResult>(
                options, pipeline, observer, run, past, makeHandlers?.Invoke(run)),
            cancellationToken);
    }

    private static MergedObservable<T> Merged<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaMergeOptions merge,
        Func<IRecordParser<T>> makeParser,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(merge);
        return new(From(
            settings, options, makeParser,
            (observer, run) => new MergedTarget<T>(merge, observer, run),
            cancellationToken));
    }

    private static TopicObservable<T, KafkaRecord<T>> From<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Func<IRecordParser<T>> makeParser,
        Func<TopicObserver<KafkaRecord<T>>, TopicRun, RecordTarget<T>> makeTarget,
        CancellationToken cancellationToken) =>
        options is KafkaPipelineOptions { Store: not null }
            ? throw new ArgumentException(
                "There is no pipeline here whose state could be saved: a Store is for RunPartitions.", nameof(options))
            : Subscribable(settings, options, makeParser, makeTarget, cancellationToken);

    private static TopicObservable<T, TResult> Subscribable<T, TResult>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Func<IRecordParser<T>> makeParser,
        Func<TopicObserver<TResult>, TopicRun, RecordTarget<T>> makeTarget,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        return options.Contradiction is { } contradiction
            ? throw new ArgumentException(contradiction, nameof(options))
            : new(settings, options, makeParser, makeTarget, cancellationToken);
    }
}
