using System.Net;

namespace RxRecs.Webhooks;

/// <summary>Carries a value that was not delivered, or of which the sink cannot tell whether it was.</summary>
/// <param name="Value">The value, to be sent again or kept.</param>
/// <param name="Id">The id of the message, as the receiver has seen it.</param>
/// <param name="Key">The key in whose order the value is sent; null where it is in no order.</param>
/// <param name="Attempts">The number of times that it was sent; 0 where the sink was closed before.</param>
/// <param name="Status">The status of the last answer; null where there was none.</param>
/// <param name="Reason">The reason why the last attempt failed, in words for a person.</param>
/// <typeparam name="T">The values' type.</typeparam>
public sealed record WebhookFailure<T>(
    T Value, string Id, string? Key, int Attempts, HttpStatusCode? Status, string Reason);
