namespace RxRecs.Kafka;

/// <summary>
/// Represents what makes going on pointless: no broker, no topic, no permission. The message names the thing, what was
/// expected and what to do; it never holds a secret.
/// </summary>
/// <param name="failure">What kind of thing went wrong.</param>
/// <param name="message">The sentence for a person.</param>
/// <param name="innerException">What the client library said, if anything.</param>
public sealed class KafkaFailureException(KafkaFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Names what kind of thing went wrong.</summary>
    public KafkaFailure Failure { get; } = failure;
}
