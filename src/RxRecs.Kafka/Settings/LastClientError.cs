using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Keeps what the client library said last of its connections. Why nobody answers only its error handler hears: the
/// call itself says "timed out".
/// </summary>
internal sealed class LastClientError
{
    private Error? _error;

    /// <summary>Null if it has said nothing.</summary>
    public Error? Value => Volatile.Read(ref _error);

    public void Note(Error error)
    {
        // "All brokers down" follows every other error and says less.
        if (error.Code != ErrorCode.Local_AllBrokersDown || Value is null)
        {
            Volatile.Write(ref _error, error);
        }
    }

    /// <summary>Tells what a call has failed with, with its cause where nobody answered.</summary>
    public KafkaFailureException Explain(KafkaErrors errors, KafkaException exception, string? topic = null) =>
        Value is { } cause && ErrorKinds.FailureOf(exception.Error) is KafkaFailure.Unreachable
            ? errors.Translate(cause, topic, exception)
            : errors.Translate(exception, topic);
}
