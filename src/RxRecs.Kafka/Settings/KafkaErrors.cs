using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Translates what the client library says into one sentence that names the broker, topic or group, and what to do.
/// Decides what ends a run and what the library itself gets over by retrying.
/// </summary>
/// <param name="settings">The settings of the client that the errors come from.</param>
/// <param name="group">The consumer group, or null.</param>
internal sealed class KafkaErrors(KafkaSettings settings, string? group = null)
{
    private readonly Secrets _secrets = new(settings.Client);

    /// <summary>The text without any secret of the settings.</summary>
    public string Scrub(string? text) => _secrets.Scrub(text);

    /// <summary>An error in a line for a person.</summary>
    public string Describe(Error error) => $"{error.Code}: {Scrub(error.Reason)}";

    /// <summary>Tells whether going on is pointless. Everything else is retried by the client library.</summary>
    public static bool IsTerminal(Error error) =>
        error.IsFatal || ErrorKinds.IsTerminal(error);

    /// <summary>
    /// Tells whether the error may mean that a topic is gone, or only that a broker is away or has just come back: ask
    /// <see cref="ClusterCheck"/> which. The client's own codes for it say no more than the brokers' do.
    /// </summary>
    public static bool NeedsCheck(Error error) => ErrorKinds.FailureOf(error) is KafkaFailure.MissingTopic;

    /// <summary>Tells whether the client says by itself that nobody answers, of all that it was asked for.</summary>
    public static bool IsSilence(KafkaException exception) =>
        exception is TopicPartitionOffsetException partial
            ? partial.Results.TrueForAll(static each => IsSilence(each.Error))
            : IsSilence(exception.Error);

    /// <summary>Tells whether something holds for an error, or for one of those that it stands for.</summary>
    public static bool Any(KafkaException exception, Predicate<Error> condition) =>
        exception is TopicPartitionOffsetException partial
            ? partial.Results.Exists(each => condition(each.Error))
            : condition(exception.Error);

    /// <summary>An error as the exception that ends a run.</summary>
    /// <param name="error">The client library's error.</param>
    /// <param name="topic">The topic that it was about, if known.</param>
    /// <param name="inner">The exception that carried it, if any.</param>
    public KafkaFailureException Translate(Error error, string? topic = null, Exception? inner = null)
    {
        var failure = ErrorKinds.FailureOf(error);
        var sentence = Sentence(failure, error, topic);
        return new KafkaFailureException(failure, $"{sentence} ({error.Code}: {Reason(error)})", _secrets.Clean(inner));
    }

    /// <summary>An exception of the client library as the exception that ends a run.</summary>
    /// <param name="exception">The exception; one of ours is returned as it is.</param>
    /// <param name="topic">The topic that it was about, if known.</param>
    public KafkaFailureException Translate(Exception exception, string? topic = null) => exception switch
    {
        KafkaFailureException failure => failure,
        ConsumeException consume => Translate(consume.Error, topic ?? consume.ConsumerRecord?.Topic, consume),
        KafkaException kafka => Translate(kafka.Error, topic, kafka),
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException => new KafkaFailureException(
            KafkaFailure.Other,
            "The native client library librdkafka cannot be loaded. Put librdkafka 2.16.0 beside the application (a"
                + $" build of RxRecs.Kafka does). {Scrub(exception.Message)}",
            _secrets.Clean(exception)),
        // What the client's builder throws at a value that librdkafka does not take.
        ArgumentException or InvalidOperationException => new KafkaFailureException(
            KafkaFailure.BadSetting,
            $"The Kafka client does not accept its settings: {Scrub(exception.Message).Trim().TrimEnd('.')}. Correct"
                + " the setting named.",
            _secrets.Clean(exception)),
        _ => new KafkaFailureException(
            KafkaFailure.Other,
            $"The Kafka client for {Brokers} failed: {Scrub(exception.Message)}",
            _secrets.Clean(exception)),
    };

    private static bool IsSilence(Error error) => error.Code
        is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue
        or ErrorCode.Local_AllBrokersDown
        or ErrorCode.Local_Resolve or ErrorCode.Local_DestroyBroker or ErrorCode.Local_WaitCoord;

    private string Brokers => Scrub(settings.BootstrapServers);

    private string Group => group is null ? "the consumer group" : $"the consumer group '{group}'";

    private string Sentence(KafkaFailure failure, Error error, string? topic) => failure switch
    {
        KafkaFailure.Unreachable =>
            $"No broker answers at {Brokers}. Check that one runs there, that the address is right and that nothing"
            + " between blocks the port.",
        KafkaFailure.MissingTopic =>
            $"{Named(topic)} does not exist at {Brokers}. Create it, or correct its name.",
        KafkaFailure.NotAuthenticated => Authentication(error),
        KafkaFailure.NotAuthorized => Authorization(error, topic),
        KafkaFailure.BadSetting when IsLeftOut(error) =>
            $"The native client library here was built without what {Asked(topic)} needs, such as a codec. Use the one"
            + " of the package librdkafka.redist, or write with another codec.",
        KafkaFailure.BadSetting =>
            $"The broker at {Brokers} or the client does not accept what {Asked(topic)} asks for."
            + " Correct the setting named.",
        KafkaFailure.DataExpired =>
            $"{Named(topic)} no longer has the records at our position: they were deleted before we read them. Begin"
            + $" anew with another group{(group is null ? "" : $" than '{group}'")}, or another name or place for"
            + " saved state, and a start that is still there; and raise the topic's retention.",
        KafkaFailure.DamagedData =>
            $"{Named(topic)} has a batch of records that cannot be read. Have the broker's disk checked; to go on"
            + " behind the batch, set the group's offset there, or begin there (KafkaStart.From).",
        KafkaFailure.NotDelivered =>
            $"A record for {Lower(Named(topic))} was not written at {Brokers}.",
        KafkaFailure.Fenced =>
            $"Another client has taken our place in {Group}. Give each process an InstanceId of its"
            + " own, and let only one run with it.",
        _ => $"The Kafka client for {Brokers} failed{(topic is null ? "" : $" with topic '{topic}'")}.",
    };

    private string Authentication(Error error) => error.Code switch
    {
        ErrorCode.Local_Ssl =>
            $"The TLS handshake with {Brokers} failed. Check that security.protocol fits the broker's port, that"
            + " ssl.ca.location holds the authority that signed the broker's certificate, and that the certificate"
            + " names the host in bootstrap.servers.",
        ErrorCode.Local_Transport =>
            $"The broker at {Brokers} ended the TLS connection. If it asks for a client certificate, set"
            + " ssl.certificate.location and ssl.key.location to one that an authority it trusts has signed.",
        _ => $"The broker at {Brokers} does not accept the credentials. Check sasl.mechanism, sasl.username and"
            + " sasl.password, or the client certificate.",
    };

    private string Authorization(Error error, string? topic) => error.Code switch
    {
        ErrorCode.GroupAuthorizationFailed =>
            $"We may not use {Group} at {Brokers}. Allow operation Read on that group to our user.",
        ErrorCode.ClusterAuthorizationFailed =>
            $"We may not do this to the cluster at {Brokers}. Allow operation Describe (to create topics: Create) on"
            + " the cluster to our user.",
        ErrorCode.TransactionalIdAuthorizationFailed =>
            $"We may not use this transactional.id at {Brokers}. Allow operations Describe and Write on it to"
            + " our user.",
        _ => $"We may not use {Lower(Named(topic))} at {Brokers}. Allow operation Read (to write to it: Write), and"
            + " Describe, on that topic to our user.",
    };

    private static bool IsLeftOut(Error error) =>
        error.Code is ErrorCode.Local_NotImplemented or ErrorCode.Local_UnsupportedFeature;

    private static string Named(string? topic) => topic is null ? "The topic" : $"Topic '{topic}'";

    private static string Lower(string named) => string.Concat("t", named.AsSpan(1));

    private string Asked(string? topic) =>
        topic is not null ? $"the request for topic '{topic}'" : group is null ? "the request" : $"the group '{group}'";

    private string Reason(Error error) => Scrub(error.Reason).Trim().TrimEnd('.');
}
