namespace RxRecs.Kafka;

/// <summary>
/// Ends a run that cannot go on: no broker, no topic, no permission. The message names what is missing, what was
/// expected and what to do; it never holds a secret.
/// </summary>
/// <param name="failure">The kind of the failure.</param>
/// <param name="message">The sentence for a person.</param>
/// <param name="innerException">The exception of the client library, or null.</param>
public sealed class KafkaFailureException(KafkaFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Gets the kind of the failure.</summary>
    public KafkaFailure Failure { get; } = failure;
}
