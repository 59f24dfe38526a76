namespace RxRecs.Webhooks;

/// <summary>
/// Names what can be measured of RxRecs.Webhooks: give <see cref="MeterName"/> to whatever listens to
/// <c>System.Diagnostics.Metrics</c>. Tags are the receiver's host and the kind of error, never a user, an item or a
/// path. How long requests take is on the meter <c>System.Net.Http</c>.
/// </summary>
public static class WebhookTelemetry
{
    /// <summary>The meter.</summary>
    public const string MeterName = "RxRecs.Webhooks";

    /// <summary>Counter: values that the receiver has taken.</summary>
    public const string Delivered = "rxrecs.webhooks.delivered";

    /// <summary>Counter: attempts that failed and are made again, by error.</summary>
    public const string Retries = "rxrecs.webhooks.retries";

    /// <summary>Counter: values that were told as failures, by error.</summary>
    public const string Failures = "rxrecs.webhooks.failures";

    /// <summary>Up-down counter: values that are neither delivered nor told as failures.</summary>
    public const string Pending = "rxrecs.webhooks.pending";
}
