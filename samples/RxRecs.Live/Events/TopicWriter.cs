using System.Buffers;
using Confluent.Kafka;
using RxRecs.Kafka;

namespace RxRecs.Live.Events;

/// <summary>Writes messages to the topic, and waits until the broker has confirmed them; used from one
/// thread.</summary>
internal sealed class TopicWriter : IDisposable
{
    // Whoever sends hears within this time that the broker is away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly KafkaSettings _settings;
    private readonly string _topic;
    private readonly IObserver<KafkaNotice> _notices;
    private readonly Headers _headers = TopicMessageParser.OwnHeaders();
    private readonly FailureNote _failures = new();
    private KafkaSink<ReadOnlyMemory<byte>>? _sink;

    /// <summary>Connects, and makes sure that the topic may be written to.</summary>
    /// <exception cref="KafkaFailureException">It may not.</exception>
    public TopicWriter(KafkaSettings settings, string topic, IObserver<KafkaNotice> notices)
    {
        (_topic, _notices) = (topic, notices);
        var client = new Dictionary<string, string>(settings.Client, StringComparer.Ordinal);
        client.TryAdd("message.timeout.ms", $"{Patience.TotalMilliseconds:0}");
        _settings = settings with { Client = client };
        _sink = Open(checkTopic: true);
        try
        {
            _sink.Connect();
        }
        catch
        {
            _sink.Dispose();
            throw;
        }
    }

    /// <summary>Writes messages one behind the other.</summary>
    /// <exception cref="IOException">The broker has not confirmed all: some of them may be in the topic.</exception>
    /// <exception cref="KafkaFailureException">As above; the connection is of no use any more, and the next call
    /// makes another one.</exception>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var sink = _sink ??= Open(checkTopic: false);
        var failed = sink.Failed;
        try
        {
            foreach (var message in messages)
            {
                sink.OnNext(message);
            }

            sink.Flush();
        }
        catch
        {
            _sink = null;
            sink.Dispose();
            throw;
        }

        if (sink.Failed != failed)
        {
            throw new IOException(_failures.Last);
        }
    }

    public void Dispose() => _sink?.Dispose();

    private KafkaSink<ReadOnlyMemory<byte>> Open(bool checkTopic) => new(
        _settings,
        new KafkaSinkOptions<ReadOnlyMemory<byte>>
        {
            Topic = _topic,
            Write = static (message, output) => output.Write(message.Span),
            HeadersSelector = _ => _headers,
            ContinueAfterFailure = true,
            CheckTopic = checkTopic,
            CloseTimeout = Patience,
            Notices = _notices,
        },
        _failures);

    /// <summary>Keeps why the last record was not written; it hears on the client's thread.</summary>
    private sealed class FailureNote : IObserver<DeliveryFailure>
    {
        private volatile string _last = "";

        public string Last => _last;

        public void OnNext(DeliveryFailure value) => _last = value.Reason;

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
