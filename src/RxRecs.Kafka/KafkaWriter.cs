using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// A connection for writing that several sinks can share: results and dead letters of one application over one client.
/// Writes are idempotent and count as done when all in-sync replicas have them; records with the same key go where
/// Java's clients would put them.
/// </summary>
public sealed class KafkaWriter : IDisposable
{
    private static readonly KeyValuePair<string, string>[] Defaults =
    [
        new("compression.type", "lz4"),
        new("linger.ms", "5"),
        new("queue.buffering.max.messages", "200000"),
    ];

    private static readonly KeyValuePair<string, string>[] Fixed =
    [
        new("acks", "all"),
        new("enable.idempotence", "true"),
        new("partitioner", "murmur2_random"),

        // Nothing of the record but the key, for reports: what is confirmed need not be kept or read back.
        new("dotnet.producer.delivery.report.fields", "key"),
        new("dotnet.producer.enable.background.poll", "true"),
        new("dotnet.producer.enable.delivery.reports", "true"),
    ];

    private string _lastError = string.Empty;

    /// <summary>Connects in the background; that no broker answers shows when records are not confirmed.</summary>
    /// <param name="settings">
    /// How to reach the cluster. Of its client properties, <c>compression.type</c> (lz4 here), <c>linger.ms</c> (5),
    /// <c>queue.buffering.max.messages</c> (200,000) and other limits are taken; <c>acks</c>,
    /// <c>enable.idempotence</c> and <c>partitioner</c> are ours.
    /// </param>
    public KafkaWriter(KafkaSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Producer = new ProducerBuilder<byte[], byte[]>(PropertiesOf(settings))
            .SetErrorHandler((_, error) => _lastError = error.Reason)
            .SetLogHandler(static (_, _) => { })
            .Build();
    }

    internal IProducer<byte[], byte[]> Producer { get; }

    /// <summary>What the client said last, for messages to a person.</summary>
    internal string LastError => Volatile.Read(ref _lastError);

    /// <summary>Closes the connection; what the sinks have not flushed is lost.</summary>
    public void Dispose() => Producer.Dispose();

    private static Dictionary<string, string> PropertiesOf(KafkaSettings settings)
    {
        var properties = settings.ToClientProperties();
        foreach (var (name, value) in Defaults)
        {
            properties.TryAdd(name, value);
        }

        foreach (var (name, value) in Fixed)
        {
            properties[name] = value;
        }

        return properties;
    }
}
