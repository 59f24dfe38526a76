namespace RxRecs.Webhooks;

/// <summary>
/// Provides the names of what can be measured of RxRecs.Webhooks: give <see cref="MeterName"/> to whatever listens to
/// <c>System.Diagnostics.Metrics</c>. Tags are the receiver's host and the kind of error, never a user, an item or a
/// path. How long requests take is on the meter <c>System.Net.Http</c>.
/// </summary>
public static class WebhookTelemetry
{
    /// <summary>Represents the name of the meter.</summary>
    public const string MeterName = "RxRecs.Webhooks";

    /// <summary>Represents the counter of values that the receiver has taken.</summary>
    public const string Delivered = "rxrecs.webhooks.delivered";

    /// <summary>Represents the counter of attempts that failed and are made again, by error.</summary>
    public const string Retries = "rxrecs.webhooks.retries";

    /// <summary>Represents the counter of values that were told as failures, by error.</summary>
    public const string Failures = "rxrecs.webhooks.failures";

    /// <summary>Represents the up-down counter of values that are neither delivered nor told as failures.</summary>
    public const string Pending = "rxrecs.webhooks.pending";
}
