using System.Buffers;
using System.Reactive.Concurrency;

namespace RxRecs.Kafka.Replay;

/// <summary>Writes the rows of a file to a topic: keyed by user, at a pace, sampled, resumable.</summary>
public static class KafkaReplay
{
    /// <summary>Creates the options for interactions.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="write">
    /// The action that writes an interaction as the record's bytes; null for <see cref="InteractionJson.Write"/>.
    /// </param>
    /// <returns>The options, to be changed with <c>with</c>.</returns>
    public static KafkaReplayOptions<Interaction> ForInteractions(
        string topic, Action<Interaction, IBufferWriter<byte>>? write = null) => new()
        {
            Topic = topic,
            Write = write ?? InteractionJson.Write,
            UserSelector = static value => value.User,
            EventTimeSelector = static value => value.EventTime,
        };

    /// <summary>Replays rows.</summary>
    /// <param name="settings">The settings of the connection to the cluster.</param>
    /// <param name="rows">The rows in the order of the file, each with its position there: the line, or the place among
    /// the rows that can be read. They are read once, on another thread.</param>
    /// <param name="options">The options for where the rows go, and how.</param>
    /// <param name="progress">The receiver of the counts, now and then and in the end; null to go without.</param>
    /// <param name="cancellationToken">
    /// The token that stops the reading; what was read is flushed, and a summary returned.
    /// </param>
    /// <returns>The summary.</returns>
    /// <exception cref="KafkaFailureException">
    /// A record could not be delivered; or a resumable replay finds no topic, records that no resumable replay has
    /// written, its own with other settings, or those of 17 other sources.
    /// </exception>
    /// <exception cref="ArgumentException">The options contradict each other, or positions do not rise.</exception>
    public static async Task<KafkaReplaySummary> RunAsync<T>(
        KafkaSettings settings,
        IEnumerable<(long Position, T Value)> rows,
        KafkaReplayOptions<T> options,
        IProgress<KafkaReplayProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        if (options.StampEventTime)
        {
            await CheckRetention(settings, options.Topic, cancellationToken);
        }

        var marker = options.ResumeSource is { } source
            ? new ReplayMarker(source, options.Share, options.ShareSeed)
            : null;
        WrittenPartition[]? written = null;
        if (marker is not null)
        {
            written = await WrittenRows.FindAsync(settings, options.Topic, marker, options.Timeout, cancellationToken);
        }

        var plan = new ReplayPlan<T>(options, marker, written, cancellationToken);
        using var run = new ReplayRun<T>(settings, options, plan, progress);
        return await run.RunAsync(rows, options.Scheduler ?? TaskPoolScheduler.Default, cancellationToken);
    }

    private static async Task CheckRetention(
        KafkaSettings settings, string topic, CancellationToken cancellationToken)
    {
        using var topics = new KafkaTopics(settings);
        var info = await topics.FindAsync(topic, cancellationToken);
        if (info is { Retention: not null, RetentionWarning: { } warning })
        {
            throw new KafkaFailureException(KafkaFailure.BadSetting, warning);
        }
    }

    private static void Check<T>(KafkaReplayOptions<T> options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Topic, nameof(options));
        ArgumentNullException.ThrowIfNull(options.Write, nameof(options));
        ArgumentNullException.ThrowIfNull(options.UserSelector, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxInFlight, nameof(options));
        if (!(options.Share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Share, "The share lies between 0 and 1.");
        }

        if (options is { StampEventTime: true, EventTimeSelector: null })
        {
            throw new ArgumentException("To stamp event times there must be an event time selector.", nameof(options));
        }

        if (options.Speed is { } speed && (!double.IsFinite(speed) || speed <= 0 || options.EventTimeSelector is null))
        {
            throw new ArgumentException(
                "A paced replay needs a positive speed and an event time selector.", nameof(options));
        }
    }
}
