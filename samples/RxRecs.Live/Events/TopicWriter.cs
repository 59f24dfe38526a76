using System.Collections.Concurrent;
using Confluent.Kafka;
using RxRecs.Kafka;
using RxRecs.Live.Messages;

namespace RxRecs.Live.Events;

/// <summary>
/// Writes to the topic on a thread of its own: what waits is written together, and whoever has sent it hears once the
/// broker has confirmed all of it.
/// </summary>
internal sealed class TopicWriter : IDisposable
{
    private const int MostRequestsAtOnce = 64;

    // Whoever sends hears within this time that the broker is away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<Request> _waiting = [];
    private readonly KafkaSettings _settings;
    private readonly string _topic;
    private readonly IObserver<KafkaNotice> _notices;
    private readonly Headers _headers = TopicMessageParser.OwnHeaders();
    private readonly FailureNote _failures = new();
    private readonly Task _writing;
    private KafkaSink<ShopMessage>? _sink;

    /// <exception cref="KafkaFailureException">We may not write to the topic.</exception>
    public TopicWriter(KafkaSettings settings, string topic, IObserver<KafkaNotice> notices)
    {
        (_topic, _notices) = (topic, notices);
        var client = new Dictionary<string, string>(settings.Client, StringComparer.Ordinal);
        client.TryAdd("message.timeout.ms", $"{Patience.TotalMilliseconds:0}");
        _settings = settings with { Client = client };
        _sink = Open();
        try
        {
            _sink.Connect();
        }
        catch
        {
            _sink.Dispose();
            throw;
        }

        _writing = Task.Factory.StartNew(
            Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Writes messages one behind the other.</summary>
    /// <returns>Ends once the broker has confirmed all of them.</returns>
    /// <exception cref="IOException">It has not: some of them may be in the topic.</exception>
    public Task AppendAsync(IReadOnlyList<ShopMessage> messages)
    {
        var request = new Request(messages);
        _waiting.Add(request);
        return request.Written.Task;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writing.GetAwaiter().GetResult();
        _sink?.Dispose();
        _waiting.Dispose();
    }

    private void Run()
    {
        var requests = new List<Request>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            requests.Add(first);
            while (requests.Count < MostRequestsAtOnce && _waiting.TryTake(out var next))
            {
                requests.Add(next);
            }

            var problem = Write(requests);
            requests.ForEach(each => each.End(problem));
            requests.Clear();
        }
    }

    /// <summary>Writes what several have sent; null, or why not all of it is surely there.</summary>
    private string? Write(List<Request> requests)
    {
        try
        {
            var sink = _sink ??= Open();
            var failed = sink.Failed;
            foreach (var message in requests.SelectMany(each => each.Messages))
            {
                sink.OnNext(message);
            }

            sink.Flush();
            return sink.Failed == failed ? null : _failures.Last;
        }
        catch (Exception error)
        {
            // What ends one connection need not end the next.
            _sink?.Dispose();
            _sink = null;
            return error.Message;
        }
    }

    private KafkaSink<ShopMessage> Open() => new(
        _settings,
        new KafkaSinkOptions<ShopMessage>
        {
            Topic = _topic,
            Write = ShopMessageFormat.Write,
            HeadersSelector = _ => _headers,
            ContinueAfterFailure = true,
            CheckTopic = false,
            CloseTimeout = Patience,
            Notices = _notices,
        },
        _failures);

    private sealed class Request(IReadOnlyList<ShopMessage> messages)
    {
        public IReadOnlyList<ShopMessage> Messages => messages;

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End(string? problem)
        {
            if (problem is null)
            {
                Written.SetResult();
            }
            else
            {
                Written.SetException(new IOException(problem));
            }
        }
    }

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
