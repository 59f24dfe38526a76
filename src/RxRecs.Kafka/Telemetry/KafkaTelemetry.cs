namespace RxRecs.Kafka;

/// <summary>
/// Provides the names under which RxRecs.Kafka can be measured: give <see cref="MeterName"/> to whatever listens to
/// <c>System.Diagnostics.Metrics</c> and <see cref="ActivitySourceName"/> to whatever listens to activities. Tags are
/// topic, partition, group and outcome, never a user or an item. docs/telemetry.md has units and meanings.
/// </summary>
public static class KafkaTelemetry
{
    /// <summary>Represents the name of the meter.</summary>
    public const string MeterName = "RxRecs.Kafka";

    /// <summary>
    /// Represents the name of the source of activities: one per commit, checkpoint, rebalance and flush; of a record
    /// only where its <c>traceparent</c> header says that it is sampled.
    /// </summary>
    public const string ActivitySourceName = "RxRecs.Kafka";

    /// <summary>
    /// Represents the histogram, in seconds, of how long the pipeline or the handler took over a record.
    /// </summary>
    public const string ProcessDuration = "messaging.process.duration";

    /// <summary>
    /// Represents the histogram, in seconds, of how long the client took to poll a record, to commit, and to send a
    /// record until it was confirmed or refused.
    /// </summary>
    public const string OperationDuration = "messaging.client.operation.duration";

    /// <summary>Represents the counter of records read.</summary>
    public const string ConsumedRecords = "messaging.client.consumed.messages";

    /// <summary>Represents the counter, in bytes, of keys and values read.</summary>
    public const string ConsumedBytes = "rxrecs.kafka.consumed.size";

    /// <summary>Represents the counter of records that a parser made a value of.</summary>
    public const string ParsedRecords = "rxrecs.kafka.parsed";

    /// <summary>Represents the counter of records that nobody could parse or process.</summary>
    public const string DeadLetters = "rxrecs.kafka.dead_letters";

    /// <summary>Represents the counter of events behind the watermark.</summary>
    public const string LateEvents = "rxrecs.kafka.late";

    /// <summary>Represents the counter of commits of offsets, by outcome.</summary>
    public const string Commits = "rxrecs.kafka.commits";

    /// <summary>Represents the counter of partitions assigned, revoked and lost.</summary>
    public const string Rebalances = "rxrecs.kafka.rebalanced_partitions";

    /// <summary>Represents the counter of checkpoints, by outcome.</summary>
    public const string Checkpoints = "rxrecs.kafka.checkpoints";

    /// <summary>Represents the counter, in bytes, of checkpoints written.</summary>
    public const string CheckpointBytes = "rxrecs.kafka.checkpoint.size";

    /// <summary>Represents the histogram, in seconds, of how long a checkpoint took.</summary>
    public const string CheckpointDuration = "rxrecs.kafka.checkpoint.duration";

    /// <summary>Represents the counter of records handed to the producer.</summary>
    public const string SentRecords = "messaging.client.sent.messages";

    /// <summary>Represents the counter of records that a broker confirmed.</summary>
    public const string DeliveredRecords = "rxrecs.kafka.delivered";

    /// <summary>Represents the counter of records that were not written, by error.</summary>
    public const string FailedDeliveries = "rxrecs.kafka.delivery.failures";

    /// <summary>Represents the gauge of records sent and neither confirmed nor failed.</summary>
    public const string InFlightRecords = "rxrecs.kafka.in_flight";

    /// <summary>Represents the gauge of records of a partition that are still to be read.</summary>
    public const string Lag = "rxrecs.kafka.lag";

    /// <summary>Represents the gauge, in seconds, of how far a partition's watermark is behind the clock.</summary>
    public const string WatermarkLag = "rxrecs.kafka.watermark.lag";
}
