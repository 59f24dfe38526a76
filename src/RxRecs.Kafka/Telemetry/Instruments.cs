using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RxRecs.Kafka;

/// <summary>
/// The instruments, made once per process. Nobody has to listen: an instrument without a listener costs one check.
/// </summary>
internal static class Instruments
{
    public static readonly Meter Meter = new(KafkaTelemetry.MeterName);
    public static readonly ActivitySource Activities = new(KafkaTelemetry.ActivitySourceName);

    // The bounds that OpenTelemetry's conventions advise.
    private static readonly InstrumentAdvice<double> Advice = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    public static readonly Histogram<double> ProcessDuration = Meter.CreateHistogram(
        KafkaTelemetry.ProcessDuration, "s", "How long a record was processed", advice: Advice);

    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram(
        KafkaTelemetry.OperationDuration, "s", "How long the client took to poll, commit or send", advice: Advice);

    public static readonly Counter<long> Consumed = Meter.CreateCounter<long>(
        KafkaTelemetry.ConsumedRecords, "{message}", "Records read");

    public static readonly Counter<long> ConsumedBytes = Meter.CreateCounter<long>(
        KafkaTelemetry.ConsumedBytes, "By", "Keys and values read");

    public static readonly Counter<long> Parsed = Meter.CreateCounter<long>(
        KafkaTelemetry.ParsedRecords, "{record}", "Records that a parser made a value of");

    public static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>(
        KafkaTelemetry.DeadLetters, "{record}", "Records that could not be parsed or processed");

    public static readonly Counter<long> Late = Meter.CreateCounter<long>(
        KafkaTelemetry.LateEvents, "{event}", "Events behind the watermark");

    public static readonly Counter<long> Commits = Meter.CreateCounter<long>(
        KafkaTelemetry.Commits, "{commit}", "Commits of offsets; error.type is there if one failed");

    public static readonly Counter<long> Rebalances = Meter.CreateCounter<long>(
        KafkaTelemetry.Rebalances, "{partition}", "Partitions assigned, revoked and lost");

    public static readonly Counter<long> Checkpoints = Meter.CreateCounter<long>(
        KafkaTelemetry.Checkpoints, "{checkpoint}", "Checkpoints; error.type is there if one failed");

    public static readonly Counter<long> CheckpointBytes = Meter.CreateCounter<long>(
        KafkaTelemetry.CheckpointBytes, "By", "Checkpoints written");

    public static readonly Histogram<double> CheckpointDuration = Meter.CreateHistogram<double>(
        KafkaTelemetry.CheckpointDuration, "s", "How long a checkpoint took");

    public static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        KafkaTelemetry.SentRecords, "{message}", "Records handed to the producer");

    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>(
        KafkaTelemetry.DeliveredRecords, "{record}", "Records that a broker confirmed");

    public static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        KafkaTelemetry.FailedDeliveries, "{record}", "Records that were not written");

    public static readonly ObservableGauge<long> InFlight = Meter.CreateObservableGauge(
        KafkaTelemetry.InFlightRecords,
        LiveGauges.InFlight,
        "{record}",
        "Records sent and not yet confirmed or failed");

    public static readonly ObservableGauge<long> Lag = Meter.CreateObservableGauge(
        KafkaTelemetry.Lag, LiveGauges.Lag, "{record}", "Records of a partition still to be read");

    public static readonly ObservableGauge<double> WatermarkLag = Meter.CreateObservableGauge(
        KafkaTelemetry.WatermarkLag,
        LiveGauges.WatermarkLag,
        "s",
        "How far a partition's watermark is behind the clock");
}
