namespace RxRecs.Webhooks;

/// <summary>A value as it is sent.</summary>
/// <param name="value">The value.</param>
/// <param name="id">The id of the message.</param>
/// <param name="key">The key in whose order the value is sent.</param>
/// <param name="body">The body of the request.</param>
internal sealed class WebhookMessage<T>(T value, string id, string? key, byte[] body)
{
    public string Id => id;

    public string? Key => key;

    public byte[] Body => body;

    /// <summary>Gives the number of attempts so far.</summary>
    public int Attempts { get; set; }

    public WebhookFailure<T> Failure(in AttemptResult last) => new(value, id, key, Attempts, last.Status, last.Reason);
}
