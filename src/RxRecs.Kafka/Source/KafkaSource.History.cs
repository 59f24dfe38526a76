namespace RxRecs.Kafka;

public static partial class KafkaSource
{
    /// <summary>
    /// Reads a history, such as files, and then the topic that goes on from where the history ends, as one source: each
    /// event once, by its event time.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">
    /// The options for what to read, from where and until when: one topic. With <see cref="KafkaStart.Beginning"/> all
    /// of it is read, and what is from before the end of the history left out; <see cref="KafkaStart.At"/> with a time
    /// not after that end is faster where no record's timestamp is before its event time.
    /// </param>
    /// <param name="history">The history that comes before the topic, and its end.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand, which completes the sequence.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <returns>The records; those of the history have no offset (it is below 0) and no partition. It is cold: each
    /// subscription reads the history and is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is more than one topic, the start is behind the end of the history, or
    /// options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One for each event of the history from before
    /// <see cref="KafkaHistory{T}.Until"/>, and for each record of the topic from that time on. A record that cannot be
    /// read is a dead letter.</description></item>
    /// <item><term>Late event</term><description>None: time is looked at to tell history and topic apart
    /// alone.</description></item>
    /// <item><term>Error / completion</term><description>As the overload without a history, once it is read; what
    /// reading it throws ends the sequence.</description></item>
    /// <item><term>State</term><description>None.</description></item>
    /// <item><term>Order</term><description>That of the history, then that of the topic. Once a group has committed
    /// anything in the topic, the history is not emitted any more.</description></item>
    /// </list>
    /// </remarks>
    public static IRecordObservable<KafkaRecord<T>> FromTopics<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaHistory<T> history,
        IRecordParser<T> parser,
        CancellationToken cancellationToken = default)
    {
        var past = CheckHistory(options, history, parser);
        var live = From(
            settings, options, Since(options, past, parser),
            static (observer, _) => new ObserverTarget<T>(observer),
            cancellationToken);
        return new HistoryThenTopic<T>(new(settings, options, past, cancellationToken), live);
    }

    /// <summary>
    /// Reads a history, such as files, and then the topic that goes on from where the history ends, in order of event
    /// time over both: each event once.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">
    /// The options for what to read, from where and until when: one topic. With <see cref="KafkaStart.Beginning"/> all
    /// of it is read, and what is from before the end of the history left out; <see cref="KafkaStart.At"/> with a time
    /// not after that end is faster where no record's timestamp is before its event time.
    /// </param>
    /// <param name="merge">The options for how far out of order the history and each partition may be.</param>
    /// <param name="history">The history that comes before the topic, and its end.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand, which completes the sequence.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <returns>The records; those of the history have no offset (it is below 0) and no partition. It is cold: each
    /// subscription reads the history and is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is more than one topic, the start is behind the end of the history, or
    /// options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One for each event of the history from before
    /// <see cref="KafkaHistory{T}.Until"/>, and for each record of the topic from that time on. A record that cannot be
    /// read is a dead letter.</description></item>
    /// <item><term>Late event</term><description>Of the topic as without a history; of the history what is further
    /// behind its greatest event time than the allowed lateness.</description></item>
    /// <item><term>Error / completion</term><description>As the overload without a history, once it is read; what
    /// reading it throws ends the sequence.</description></item>
    /// <item><term>State</term><description>The events of the history within the allowed lateness, then that of the
    /// merge.</description></item>
    /// <item><term>Order</term><description>Event time; equal times in the order of the history, or by partition and
    /// offset. Once a group has committed anything in the topic, the history is not emitted any
    /// more.</description></item>
    /// </list>
    /// </remarks>
    public static IMergedObservable<T> FromTopicsByEventTime<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        KafkaMergeOptions merge,
        KafkaHistory<T> history,
        IRecordParser<T> parser,
        CancellationToken cancellationToken = default)
    {
        var past = CheckHistory(options, history, parser);
        var live = Merged(settings, options, merge, Since(options, past, parser), cancellationToken);
        return new HistoryThenMerged<T>(new(settings, options, past, cancellationToken), merge, live);
    }

    /// <summary>
    /// Runs one pipeline for each partition over its part of a history, such as files, and then over its records from
    /// where the history ends: each event once, by its event time, and also after a restart.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">
    /// The options for what to read, from where and until when, and where state is saved: one topic, and with a group a
    /// store.
    /// </param>
    /// <param name="history">The history that comes before the topic, its end, and its events' keys.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="pipeline">
    /// The function that makes the pipeline of a partition from its events and records; called once for each partition.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand: state is saved, offsets are committed, and the
    /// sequence completes.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
    /// <returns>The results of all pipelines, numbered per partition.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is more than one topic, the start is behind the end of the history, it
    /// has no keys, there is a group and no store, or options contradict each other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>What the partition's pipeline emits for it. The events of the history come
    /// first; each is a record of its partition without an offset (it is below 0).</description></item>
    /// <item><term>Late event</term><description>Up to the pipeline.</description></item>
    /// <item><term>Error / completion</term><description>As the overload without a history. What reading it throws ends
    /// the run, and so does an event of it on which a pipeline fails.</description></item>
    /// <item><term>State</term><description>As the overload without a history. A partition without a checkpoint begins
    /// with the history, which is read once for all partitions that are assigned together; its state is saved when the
    /// history is over, and not before.</description></item>
    /// <item><term>Order</term><description>That of the history, then that of the partition.</description></item>
    /// </list>
    /// </remarks>
    public static IRecordObservable<PartitionResult<TResult>> RunPartitions<T, TResult>(
        KafkaSettings settings,
        KafkaPipelineOptions options,
        KafkaHistory<T> history,
        IRecordParser<T> parser,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> pipeline,
        CancellationToken cancellationToken = default)
    {
        var past = CheckHistory(options, history, parser);
        if (history.KeySelector is null)
        {
            throw new ArgumentException(
                "The events of the history go to the pipelines of their partitions: name their key (KeySelector).",
                nameof(history));
        }

        return options is { Group: not null, Store: null }
            ? throw new ArgumentException(
                "Behind what a group has committed a pipeline begins without state, and so without the history: name a"
                + " Store, or no Group.",
                nameof(options))
            : Run(settings, options, Since(options, past, parser), pipeline, cancellationToken, past);
    }

    private static PastEvents<T> CheckHistory<T>(
        KafkaSourceOptions options, KafkaHistory<T> history, IRecordParser<T> parser)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(parser);
        if (options.Topics.Count != 1)
        {
            throw new ArgumentException("A history is of one topic: name one.", nameof(options));
        }

        if (ReferenceEquals(options.Start, KafkaStart.End) || options.Start.Time > history.Until)
        {
            throw new ArgumentException(
                "Start is behind the end of the history (Until), and what is between would be missing: start at"
                + " KafkaStart.Beginning, or KafkaStart.At a time that is not after it.",
                nameof(options));
        }

        return new PastEvents<T>(history);
    }

    // What has been committed or saved says nothing of where the topic begins.
    private static Func<IRecordParser<T>> Since<T>(
        KafkaSourceOptions options, PastEvents<T> past, IRecordParser<T> parser)
    {
        var beginsAtOldest = ReferenceEquals(options.Start, KafkaStart.Beginning) && options.Group is null
            && options is not KafkaPipelineOptions { Store: not null };
        var notices = options.Notices ?? KafkaNotice.StandardError;
        return () => new SinceParser<T>(
            parser, past, beginsAtOldest, text => notices.OnNext(new(KafkaNoticeKind.DataLost, text)));
    }
}
