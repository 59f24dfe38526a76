namespace RxRecs.Kafka;

/// <summary>How to reach a cluster.</summary>
public sealed record KafkaSettings
{
    /// <summary>One or more brokers, <c>host:port</c>, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Further properties of the client, by librdkafka's names.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();

    /// <summary>The settings as the client wants them; each call makes a new dictionary.</summary>
    internal Dictionary<string, string> ToClientProperties() =>
        new(Client, StringComparer.Ordinal) { ["bootstrap.servers"] = BootstrapServers };
}
