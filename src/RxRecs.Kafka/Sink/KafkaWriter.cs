using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>
/// Represents a connection for writing that several sinks can share: results and dead letters of one application over
/// one client. Writes are idempotent and count as done when all in-sync replicas have them; records with the same key
/// go where Java's clients would put them.
/// </summary>
public sealed class KafkaWriter : IDisposable
{
    private const int DefaultMaxMessageBytes = 1_000_000;

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

    // Nothing is given up, and nothing is written behind what is refused: what is in a partition is always a prefix.
    private static readonly KeyValuePair<string, string>[] Gapless =
    [
        new("enable.gapless.guarantee", "true"),
        new("message.timeout.ms", "0"),
    ];

    private readonly KafkaSettings _settings;
    private readonly NoticeBoard _notices;
    private readonly KafkaLog _log;
    private readonly LastClientError _lastError = new();

    /// <summary>Connects in the background; the first record of a sink, or its <c>Connect</c>, waits for it.</summary>
    /// <param name="settings">
    /// The settings of the connection to the cluster. Of its client properties, <c>compression.type</c> (lz4 here),
    /// <c>linger.ms</c> (5), <c>queue.buffering.max.messages</c> (200,000) and other limits are taken; <c>acks</c>,
    /// <c>enable.idempotence</c> and <c>partitioner</c> are ours.
    /// </param>
    /// <param name="notices">
    /// The observer of what a person may want to know while all goes on, such as a broker that is gone: by default
    /// <see cref="KafkaNotice.StandardError"/>. It is called from the client's threads, and what it throws is ignored.
    /// </param>
    /// <param name="isGapless">
    /// True if a record that the broker refuses ends the connection, so that no later one of its partition is written
    /// behind it; records are then never given up, whatever <c>message.timeout.ms</c> says. Numbered results
    /// (<see cref="KafkaSinkOptions{T}.SequenceSelector"/>) need that: a reader that leaves out repeats takes a number
    /// for one that has come once a greater one has.
    /// </param>
    /// <exception cref="KafkaFailureException">A setting is not allowed or not accepted.</exception>
    public KafkaWriter(KafkaSettings settings, IObserver<KafkaNotice>? notices = null, bool isGapless = false)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _notices) = (settings, new NoticeBoard(notices, TimeProvider.System));
        Errors = new KafkaErrors(settings);
        _log = new KafkaLog(settings, _notices.Output);
        IsGapless = isGapless;
        Producer = Build();
    }

    internal IProducer<byte[], byte[]> Producer { get; }

    internal bool IsGapless { get; }

    internal KafkaErrors Errors { get; }

    /// <summary>The largest record that the client takes, in bytes.</summary>
    internal int MaxMessageBytes { get; private set; } = DefaultMaxMessageBytes;

    /// <summary>
    /// Tells what the client said last of its connections, for messages to a person; null if nothing.
    /// </summary>
    internal string? LastError =>
        _lastError.Value is { } error ? Errors.Describe(error) : null;

    /// <summary>Closes the connection; what the sinks have not flushed is lost.</summary>
    public void Dispose() => Producer.Dispose();

    /// <summary>Looks whether a topic is there and may be written to; throws within the settings' time if
    /// not.</summary>
    internal void Check(string topic, CancellationToken cancellation) =>
        new ClusterCheck(_settings, _notices.Output)
            .RunAsync(new ClusterNeeds([topic], AclOperation.Write), cancellation)
            .GetAwaiter().GetResult();

    private IProducer<byte[], byte[]> Build()
    {
        try
        {
            return new ProducerBuilder<byte[], byte[]>(Properties())
                .SetErrorHandler(OnError)
                .SetLogHandler(_log.OnLog)
                .Build();
        }
        catch (Exception error) when (error is not KafkaFailureException)
        {
            throw Errors.Translate(error);
        }
    }

    private void OnError(object client, Error error)
    {
        _lastError.Note(error);
        _log.OnError(client, error);
    }

    private Dictionary<string, string> Properties()
    {
        var properties = _settings.ToProducerProperties();
        foreach (var (name, value) in Defaults)
        {
            properties.TryAdd(name, value);
        }

        foreach (var (name, value) in IsGapless ? [.. Fixed, .. Gapless] : Fixed)
        {
            properties[name] = value;
        }

        if (properties.TryGetValue("message.max.bytes", out var most)
            && int.TryParse(most, NumberStyles.Integer, CultureInfo.InvariantCulture, out var bytes))
        {
            MaxMessageBytes = bytes;
        }

        return properties;
    }
}
