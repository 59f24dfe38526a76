using System.Reactive.Concurrency;
using RxRecs.Kafka.Source;

namespace RxRecs.Kafka;

/// <summary>
/// Records of topics as observables. Every subscription is a consumer of its own: one loop that asks for the next
/// record when the last one has been processed, so that a synchronous pipeline is the backpressure.
/// </summary>
public static class KafkaEvents
{
    /// <summary>The interactions of topics, parsed as JSON.</summary>
    /// <inheritdoc cref="FromTopics{T}"/>
    public static IObservable<KafkaRecord<Interaction>> FromTopics(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IObserver<DeadLetter>? deadLetters = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default) =>
        From(
            settings, options, ParserOf(options), deadLetters,
            (observer, _) => new ObserverTarget<Interaction>(observer),
            scheduler, cancellationToken);

    /// <summary>The records of topics, as they come.</summary>
    /// <param name="settings">How to reach the cluster.</param>
    /// <param name="options">What to read, and from where.</param>
    /// <param name="parser">Makes values of bytes; one that keeps state serves one subscription.</param>
    /// <param name="deadLetters">
    /// Gets the records that cannot be read, as they come; it is never completed. What it throws ends the run.
    /// </param>
    /// <param name="scheduler">
    /// Where the loop runs; best one with threads of its own (<c>NewThreadScheduler</c>). Null: on the subscribing
    /// thread, which is busy until the end.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the run after the record at hand: what is processed is committed, the consumer leaves its group, and the
    /// observer gets an <see cref="OperationCanceledException"/>.
    /// </param>
    /// <typeparam name="T">What the bytes become.</typeparam>
    /// <returns>The records. It is cold: each subscription is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One for each record that can be read; every other is a dead
    /// letter.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>
    /// Completes as <see cref="KafkaSourceOptions.EndOfTopic"/>, <see cref="KafkaSourceOptions.InputOver"/> and
    /// <see cref="KafkaSourceOptions.StopAfterQuiet"/> say. No broker, no topic, no permission end with a
    /// <see cref="KafkaFailureException"/>, in seconds; a broker that goes away later is waited
    /// for.</description></item>
    /// <item><term>State</term><description>What the client has fetched ahead, 32 MiB unless set
    /// otherwise.</description></item>
    /// <item><term>Order</term><description>Each partition's; partitions in any order. An offset is committed once its
    /// <c>OnNext</c> has returned: at least once.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<KafkaRecord<T>> FromTopics<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IRecordParser<T> parser,
        IObserver<DeadLetter>? deadLetters = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return From(
            settings, options, () => parser, deadLetters,
            (observer, _) => new ObserverTarget<T>(observer),
            scheduler, cancellationToken);
    }

    /// <summary>
    /// The records of topics in order of event time, over all partitions of this consumer: for operators that see one
    /// stream, with an allowed lateness of zero.
    /// </summary>
    /// <param name="settings">How to reach the cluster.</param>
    /// <param name="options">What to read, and from where.</param>
    /// <param name="merge">How far out of order a partition may be, and how much of it is held.</param>
    /// <param name="parser">Makes values of bytes; one that keeps state serves one subscription.</param>
    /// <param name="lateEvents">Gets what is behind the watermark of its own partition; never completed.</param>
    /// <param name="deadLetters">Gets the records that cannot be read; never completed.</param>
    /// <param name="scheduler">Where the loop runs; null: on the subscribing thread.</param>
    /// <param name="cancellationToken">Ends the run after the record at hand, with an
    /// <see cref="OperationCanceledException"/>.</param>
    /// <typeparam name="T">What the bytes become.</typeparam>
    /// <returns>The records. It is cold: each subscription is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>Each record, once no partition can bring an earlier
    /// one.</description></item>
    /// <item><term>Late event</term><description>
    /// Behind its own partition's watermark, or behind what has gone out while its partition was
    /// quiet.</description></item>
    /// <item><term>Error / completion</term><description>As without the merge; at completion everything held goes
    /// out.</description></item>
    /// <item><term>State</term><description>
    /// The records held, <see cref="KafkaMergeOptions.MaxPending"/> per partition; beyond it a partition is
    /// paused.</description></item>
    /// <item><term>Order</term><description>Event time, then partition, then offset: the same however the partitions
    /// are fetched.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<KafkaRecord<T>> FromTopicsByEventTime<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaMergeOptions merge,
        IRecordParser<T> parser,
        IObserver<LateEvent<KafkaRecord<T>>>? lateEvents = null,
        IObserver<DeadLetter>? deadLetters = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(merge);
        return From(
            settings, options, () => parser, deadLetters,
            (observer, run) => new MergedTarget<T>(merge, observer, lateEvents, run),
            scheduler, cancellationToken);
    }

    /// <summary>The interactions of topics, parsed as JSON, in order of event time.</summary>
    /// <inheritdoc cref="FromTopicsByEventTime{T}"/>
    public static IObservable<KafkaRecord<Interaction>> FromTopicsByEventTime(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaMergeOptions merge,
        IObserver<LateEvent<KafkaRecord<Interaction>>>? lateEvents = null,
        IObserver<DeadLetter>? deadLetters = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(merge);
        return From(
            settings, options, ParserOf(options), deadLetters,
            (observer, run) => new MergedTarget<Interaction>(merge, observer, lateEvents, run),
            scheduler, cancellationToken);
    }

    /// <summary>
    /// Runs one pipeline for each partition: started when the partition is assigned to this consumer, disposed, never
    /// completed, when it is taken away. Keyed state follows its partition, and with a store it is saved together with
    /// the offset: after a crash at any moment the results are those of an uninterrupted run.
    /// </summary>
    /// <param name="settings">How to reach the cluster.</param>
    /// <param name="options">What to read, from where, and where state is saved.</param>
    /// <param name="parser">Makes values of bytes; one that keeps state serves one subscription.</param>
    /// <param name="pipeline">
    /// Makes the pipeline of a partition of its records; called once for each partition. What it may be made of when
    /// state is saved, <see cref="CheckpointedPipeline{TEvent, TResult}"/> says.
    /// </param>
    /// <param name="deadLetters">Gets the records that cannot be read; never completed.</param>
    /// <param name="scheduler">Where the loop runs; null: on the subscribing thread.</param>
    /// <param name="cancellationToken">
    /// Ends the run after the record at hand: state is saved, offsets are committed, and the observer gets an
    /// <see cref="OperationCanceledException"/>.
    /// </param>
    /// <typeparam name="T">What the bytes become.</typeparam>
    /// <typeparam name="TResult">What the pipeline emits.</typeparam>
    /// <returns>The results of all pipelines, numbered per partition.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>What the partition's pipeline emits for it.</description></item>
    /// <item><term>Late event</term><description>Up to the pipeline: its watermark is its partition's
    /// own.</description></item>
    /// <item><term>Error / completion</term><description>
    /// A partition that is read to its end completes its pipeline. A pipeline that fails ends the run with a
    /// <see cref="PartitionPipelineException"/>, unless <see cref="KafkaPipelineOptions.FailedRecord"/> says
    /// otherwise.</description></item>
    /// <item><term>State</term><description>The pipelines'; with a store also the bytes of each partition's last
    /// checkpoint.</description></item>
    /// <item><term>Order</term><description>Each partition's. Delivered at least once: results since the last
    /// checkpoint come again after a crash, with the same numbers.</description></item>
    /// </list>
    /// </remarks>
    public static IObservable<PartitionResult<TResult>> RunPartitions<T, TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        IRecordParser<T> parser,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        IObserver<DeadLetter>? deadLetters = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        return Run(settings, options, () => parser, pipeline, deadLetters, scheduler, cancellationToken);
    }

    /// <summary>Runs one pipeline for each partition over interactions, parsed as JSON.</summary>
    /// <inheritdoc cref="RunPartitions{T, TResult}"/>
    public static IObservable<PartitionResult<TResult>> RunPartitions<TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        Func<IObservable<KafkaRecord<Interaction>>, IObservable<TResult>> pipeline,
        IObserver<DeadLetter>? deadLetters = null,
        IScheduler? scheduler = null,
        CancellationToken cancellationToken = default) =>
        Run(settings, options, ParserOf(options), pipeline, deadLetters, scheduler, cancellationToken);

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
        IObserver<DeadLetter>? deadLetters,
        IScheduler? scheduler,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pipeline);
        if (options.Store is not null && options.Name is null && options.Group is null)
        {
            throw new ArgumentException(
                "State that is saved needs a Name, or a Group whose name it gets.", nameof(options));
        }

        return Subscribable<T, PartitionResult<TResult>>(
            settings, options, makeParser, deadLetters,
            (observer, run) => new PipelineTarget<T, TResult>(options, pipeline, observer, run),
            scheduler, cancellationToken);
    }

    private static TopicObservable<T, KafkaRecord<T>> From<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Func<IRecordParser<T>> makeParser,
        IObserver<DeadLetter>? deadLetters,
        Func<TopicObserver<KafkaRecord<T>>, TopicRun, RecordTarget<T>> makeTarget,
        IScheduler? scheduler,
        CancellationToken cancellationToken) =>
        options is KafkaPipelineOptions { Store: not null }
            ? throw new ArgumentException(
                "There is no pipeline here whose state could be saved: a Store is for RunPartitions.", nameof(options))
            : Subscribable(settings, options, makeParser, deadLetters, makeTarget, scheduler, cancellationToken);

    private static TopicObservable<T, TResult> Subscribable<T, TResult>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        Func<IRecordParser<T>> makeParser,
        IObserver<DeadLetter>? deadLetters,
        Func<TopicObserver<TResult>, TopicRun, RecordTarget<T>> makeTarget,
        IScheduler? scheduler,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        return options.Contradiction is { } contradiction
            ? throw new ArgumentException(contradiction, nameof(options))
            : new(settings, options, makeParser, deadLetters, makeTarget, scheduler, cancellationToken);
    }
}
