namespace RxRecs.Kafka;

public static partial class KafkaSource
{
    /// <summary>
    /// Reads records of a topic that a console consumer has saved as lines, and then the topic itself from behind them,
    /// as one source without a gap or a repeat.
    /// </summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="options">
    /// The options for what to read: one topic. <see cref="KafkaSourceOptions.Start"/> must be
    /// <see cref="KafkaStart.Beginning"/>, and holds for partitions of which there is no line.
    /// </param>
    /// <param name="lines">The lines, such as <c>File.ReadLines</c> gives: of <c>kafka-console-consumer</c> with
    /// <c>print.partition</c> and <c>print.offset</c>, and <c>print.timestamp</c>, <c>print.headers</c> and
    /// <c>print.key</c> if wanted; or of <c>kcat -J</c>. They are read once per subscription.</param>
    /// <param name="parser">
    /// The parser that makes values of records; one that keeps state serves one subscription.
    /// </param>
    /// <param name="cancellationToken">
    /// The token that stops the reading after the record at hand, which completes the sequence.
    /// </param>
    /// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
    /// <returns>The records. It is cold: each subscription reads the lines and is a consumer of its own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is more than one topic, or another start, or options contradict each
    /// other.</exception>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Event</term><description>One for each line and record that can be read and has not come before, by
    /// its partition and offset; every other line or record is a dead letter. The meter counts those of the topic
    /// alone.</description></item>
    /// <item><term>Late event</term><description>None: time is not looked at.</description></item>
    /// <item><term>Error / completion</term><description>As
    /// <see cref="FromTopics{T}(KafkaSettings, KafkaSourceOptions, IRecordParser{T}, CancellationToken)"/>, once the
    /// lines are read; what reading them throws ends it.</description></item>
    /// <item><term>State</term><description>Two numbers for each stretch of offsets without a hole among the
    /// lines.</description></item>
    /// <item><term>Order</term><description>That of the lines, then that of the topic. Once a group has committed
    /// anything in the topic, no line is emitted any more.</description></item>
    /// </list>
    /// </remarks>
    public static IRecordObservable<KafkaRecord<T>> FromSavedThenTopic<T>(
        KafkaSettings settings,
        KafkaSourceOptions options,
        IEnumerable<string> lines,
        IRecordParser<T> parser,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(parser);
        if (options.Topics.Count != 1 || !ReferenceEquals(options.Start, KafkaStart.Beginning))
        {
            throw new ArgumentException(
                "Saved lines are of one topic, and say themselves where it is read on: name one topic, and start at"
                + " KafkaStart.Beginning.",
                nameof(options));
        }

        // Says at once what it does not like.
        _ = FromTopics(settings, options, parser, cancellationToken);
        return new SavedThenTopic<T>(settings, options, lines, parser, cancellationToken);
    }
}
