using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>
/// Holds what a section <c>RxRecs:name</c> says of one pipeline. The host checks the settings before it starts; what
/// is wrong ends the start with a message that names the key.
/// </summary>
public sealed class RxRecsSettings
{
    /// <summary>
    /// Gets or sets one or more brokers, <c>host:port</c>, separated by commas; the connection string of the pipeline's
    /// name comes before it. Needed over Kafka.
    /// </summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Gets the topics to read; needed over Kafka.</summary>
    public IList<string> Topics { get; init; } = [];

    /// <summary>
    /// Gets or sets the point at which reading begins in a partition of which nothing is committed or saved; needed
    /// over Kafka, for no default is right for all.
    /// </summary>
    public PipelineStart? Start { get; set; }

    /// <summary>Gets or sets the consumer group; null for plain assignment of all partitions.</summary>
    public string? Group { get; set; }

    /// <summary>
    /// Gets or sets the folder in which state is saved with the offsets; null for an <see cref="ISnapshotStore"/> of
    /// the container, the one keyed by the pipeline's name or else the one without a key. Without any of these nothing
    /// is saved.
    /// </summary>
    public string? CheckpointFolder { get; set; }

    /// <summary>
    /// Gets or sets the interval at which what is processed is committed and saved, at least 10 ms. The default is 5
    /// seconds.
    /// </summary>
    [TimeRange("00:00:00.010", "1.00:00:00", ErrorMessage = "{0} must be from 10 ms to a day.")]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets the time without an on-time record after which event time advances with processing time; with null
    /// it waits.
    /// </summary>
    [TimeRange("00:00:00.001", "365.00:00:00", ErrorMessage = "{0} must be from 1 ms to a year.")]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>
    /// Gets or sets the time for which no broker may answer at the start before that is an error. The default is 10
    /// seconds.
    /// </summary>
    [TimeRange("00:00:00.100", "1.00:00:00", ErrorMessage = "{0} must be from 100 ms to a day.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the time for which the reading loop may go without a turn before the live check fails. The default
    /// is 1 minute. One turn lasts as long as the pipeline takes over one record.
    /// </summary>
    [TimeRange("00:00:02", "1.00:00:00", ErrorMessage = "{0} must be from 2 s to a day.")]
    public TimeSpan LiveTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets a value indicating whether a record on which the pipeline fails becomes a dead letter; otherwise it
    /// ends the pipeline.
    /// </summary>
    public bool ContinueAfterFailure { get; set; }

    /// <summary>
    /// Gets further properties of the Kafka client by librdkafka's names; those that are known to be harmless pass, as
    /// with <see cref="KafkaSettings.Client"/>.
    /// </summary>
    public IDictionary<string, string> Client { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether the pipeline goes without health checks.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the pipeline keeps the meters of RxRecs from OpenTelemetry. Meters are
    /// the process's: they are given if any pipeline gives them.
    /// </summary>
    public bool DisableMetrics { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the pipeline keeps the activities of RxRecs from OpenTelemetry; they are
    /// given if any pipeline gives them.
    /// </summary>
    public bool DisableTracing { get; set; }
}
