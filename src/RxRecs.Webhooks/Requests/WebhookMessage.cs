namespace RxRecs.Webhooks;

/// <summary>A value as it is sent.</summary>
/// <param name="value">The value.</param>
/// <param name="id">Its id.</param>
/// <param name="key">Whose it is.</param>
/// <param name="body">What is sent of it.</param>
internal sealed class WebhookMessage<T>(T value, string id, string? key, byte[] body)
{
    public string Id => id;

    public string? Key => key;

    public byte[] Body => body;

    /// <summary>Gives the number of attempts so far.</summary>
    public int Attempts { get; set; }

    public WebhookFailure<T> Failure(in AttemptResult last) => new(value, id, key, Attempts, last.Status, last.Reason);
}
