using System.Diagnostics.Metrics;

namespace RxRecs.Webhooks;

/// <summary>The instruments, made once per process.</summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(WebhookTelemetry.MeterName);

    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>(
        WebhookTelemetry.Delivered, "{message}", "Values that the receiver has taken");

    public static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        WebhookTelemetry.Retries, "{attempt}", "Attempts that failed and are made again");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        WebhookTelemetry.Failures, "{message}", "Values that were told as failures");

    public static readonly UpDownCounter<long> Pending = Meter.CreateUpDownCounter<long>(
        WebhookTelemetry.Pending, "{message}", "Values neither delivered nor told as failures");
}
