using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Writes some records to a broker of its own and reads them as a group, while requests of one kind fail. Whoever ends
/// with an error is started again, as an operator would; then everything confirmed must have come, in order.
/// </summary>
internal sealed class FaultCase(KafkaRequest request, ErrorCode error) : IDisposable
{
    private const int Records = 40;
    private const int Partitions = 2;
    private const int Failures = 2;
    private const int MostRuns = 5;
    private static readonly TimeSpan Patience = Eventually.Patience;
    private readonly EmbeddedBroker _broker = EmbeddedBroker.Start();
    private readonly List<string> _endings = [];
    private readonly List<string> _notices = [];

    /// <summary>The ends of writer and reader, one word each: "ok", or the kind of failure.</summary>
    public string Endings => _endings.Count == 0 ? "recovered" : string.Join(", ", _endings);

    public TimeSpan Slowest { get; private set; }

    /// <summary>The number of requests of the kind that came; without one nothing has failed.</summary>
    public int Asked { get; private set; }

    public TimeSpan RoundTrip { get; init; }

    /// <summary>The breach of the contract; null if there was none.</summary>
    public string? Run()
    {
        _broker.CreateTopic("topic", Partitions);
        _broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(300));

        // A member that was fenced cannot say goodbye.
        _broker.Faults.SetGroupSession(TimeSpan.FromSeconds(2));
        if (RoundTrip > TimeSpan.Zero)
        {
            _broker.Faults.SetRoundTrip(RoundTrip);
        }

        _broker.Faults.StartTracking();
        if (error != ErrorCode.NoError)
        {
            _broker.Faults.FailNext(request, [.. Enumerable.Repeat(error, Failures)]);
        }

        var problem = Within("writing", Write) ?? Within("reading", Read);
        Asked = _broker.Faults.Requests().Count(each => each.Kind == request);
        problem ??= Asked == 0 ? $"{request} was never asked for" : null;
        return problem is null ? null : $"{problem}; {string.Join(" | ", _notices.TakeLast(5))}";
    }

    public void Dispose() => _broker.Dispose();

    private KafkaSettings Settings => _broker.Settings with
    {
        ConnectTimeout = TimeSpan.FromSeconds(8),
        Client = new Dictionary<string, string> { ["reconnect.backoff.max.ms"] = "500" },
    };

    private string? Within(string what, Func<string?> action)
    {
        var start = TimeProvider.System.GetTimestamp();
        var task = Task.Factory.StartNew(
            action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var ended = ((IAsyncResult)task).AsyncWaitHandle.WaitOne(Patience);
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        Slowest = elapsed > Slowest ? elapsed : Slowest;
        return !ended ? $"{what} hangs" : task.IsFaulted ? $"{what}: {task.Exception!.InnerException}" : task.Result;
    }

    // All is written again after a failure: what was there already stands there twice then, and no record is lost.
    private string? Write()
    {
        for (var run = 0; run < MostRuns; run++)
        {
            try
            {
                using var sink = new KafkaSink<int>(Settings, new KafkaSinkOptions<int>
                {
                    Topic = "topic",
                    Write = static (
                        value, writer) => System.Buffers.Text.Utf8Formatter.TryFormat(value, Advance(writer), out _),
                    PartitionSelector = static value => value % Partitions,
                });
                for (var n = 0; n < Records; n++)
                {
                    sink.OnNext(1000 + n);
                }

                sink.OnCompleted();
                return null;
            }
            catch (KafkaFailureException failure)
            {
                if (Note("writer", failure) is { } problem)
                {
                    return problem;
                }
            }
        }

        return "the writer never succeeds";
    }

    // Four digits always.
    private static Span<byte> Advance(System.Buffers.IBufferWriter<byte> writer)
    {
        var span = writer.GetSpan(4)[..4];
        writer.Advance(4);
        return span;
    }

    private string? Read()
    {
        var seen = new HashSet<int>();
        for (var run = 0; run < MostRuns; run++)
        {
            var last = new long[] { -1, -1 };
            try
            {
                foreach (var each in Source().ToEnumerable())
                {
                    if (each.Offset <= last[each.Partition] && !MayRepeat())
                    {
                        return $"offset {each.Offset} came after {last[each.Partition]} in one run";
                    }

                    last[each.Partition] = each.Offset;
                    seen.Add(each.Value);
                }

                if (seen.Count == Records)
                {
                    return AfterAll();
                }

                // A member that was thrown out stands in the group until its session ends, with partitions that it does
                // not read: whoever comes then gets them.
                if (!MayRepeat())
                {
                    return $"{Records - seen.Count} records are lost";
                }
            }
            catch (KafkaFailureException failure)
            {
                if (Note("reader", failure) is { } problem)
                {
                    return problem;
                }
            }
        }

        return $"the reader never succeeds: {Records - seen.Count} records are missing";
    }

    // What was committed does not come again; only a commit that failed, and was told, may repeat.
    private string? AfterAll()
    {
        var again = Source().ToEnumerable().Count();
        return again == 0 || MayRepeat() ? null : $"{again} records came again without a word";
    }

    // Both a commit that failed and partitions that were lost are told with this word.
    private bool MayRepeat()
    {
        lock (_notices)
        {
            return _notices.Exists(each => each.Contains("commit", StringComparison.OrdinalIgnoreCase));
        }
    }

    private IObservable<KafkaRecord<int>> Source() => KafkaSource.FromTopics(
        Settings,
        new KafkaSourceOptions
        {
            Topics = ["topic"],
            Start = KafkaStart.Beginning,
            Group = "group",
            GroupProtocol = IsClassic ? KafkaGroupProtocol.Classic : KafkaGroupProtocol.Consumer,
            SessionTimeout = TimeSpan.FromSeconds(1.5),
            MaxPollInterval = TimeSpan.FromSeconds(30),
            End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(IsClassic ? 1.2 : 0.7)),
            CommitInterval = TimeSpan.FromMilliseconds(100),
            Notices = System.Reactive.Observer.Create<KafkaNotice>(text =>
            {
                lock (_notices)
                {
                    _notices.Add(text.Text);
                }
            }),
            Scheduler = NewThreadScheduler.Default,
        },
        TestTopic.Numbers);

    private bool IsClassic =>
        request is KafkaRequest.JoinGroup or KafkaRequest.SyncGroup or KafkaRequest.Heartbeat
            or KafkaRequest.LeaveGroup;

    private string? Note(string who, KafkaFailureException failure)
    {
        _endings.Add($"{who}: {failure.Failure}");
        return failure.Message.Length < 20 || !failure.Message.Contains(' ')
            ? $"'{failure.Message}' is no sentence"
            : null;
    }
}
