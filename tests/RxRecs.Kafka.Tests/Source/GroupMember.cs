using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.Source;

/// <summary>One member of a group, on a thread of its own: what it has read, and what it has had.</summary>
internal sealed class GroupMember : IDisposable
{
    private static readonly TimeSpan Patience = Eventually.Patience;
    private readonly CancellationTokenSource _leave = new();
    private readonly ConcurrentQueue<int> _values = [];
    private readonly ConcurrentQueue<int> _partitions = [];
    private readonly Task _reading;

    public GroupMember(KafkaSettings settings, KafkaSourceOptions options)
    {
        var watched = options with { TimeProvider = new FastClock(), Progress = new OnProgress(Note) };
        _reading = KafkaSource
            .FromTopics(
                settings,
                watched with { Scheduler = NewThreadScheduler.Default },
                TestTopic.Numbers,
                cancellationToken: _leave.Token)
            .Do(each => _values.Enqueue(each.Value))
            .LastOrDefaultAsync().ToTask();
    }

    public IReadOnlyList<int> Values => [.. _values];

    /// <summary>The number of partitions that it has had, after each change.</summary>
    public IReadOnlyList<int> Partitions => [.. _partitions];

    public bool Has(int partitions) => _partitions.LastOrDefault(-1) == partitions;

    /// <summary>Ends it: it commits, and the broker hears that it goes.</summary>
    public void Leave()
    {
        _leave.Cancel();
        Assert.That(_reading.Wait(Patience), Is.True);
    }

    public void Dispose()
    {
        if (!_reading.IsCompleted)
        {
            Leave();
        }

        _leave.Dispose();
    }

    private void Note(KafkaProgress progress)
    {
        if (!Has(progress.Partitions))
        {
            _partitions.Enqueue(progress.Partitions);
        }
    }
}
