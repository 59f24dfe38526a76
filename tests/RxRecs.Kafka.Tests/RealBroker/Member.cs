using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace RxRecs.Kafka.RealBroker;

/// <summary>One member of a group, on a thread of its own, that can be told to leave.</summary>
internal sealed class Member<TResult> : IDisposable
{
    private readonly CancellationTokenSource _leave = new();

    public Member(
        KafkaCluster cluster,
        KafkaPipelineOptions options,
        Func<IObservable<KafkaRecord<Interaction>>, IObservable<TResult>> pipeline,
        Action<PartitionResult<TResult>> onResult) =>
        Reading = KafkaSource.RunPartitions(
                cluster.Settings,
                options with { Scheduler = NewThreadScheduler.Default },
                InteractionJson.CreateParser(),
                pipeline,
                cancellationToken: _leave.Token)
            .Do(onResult)
            .DefaultIfEmpty()
            .ToTask();

    public Task Reading { get; }

    /// <summary>Leaves as a service that is shut down does: saves, commits, says good-bye.</summary>
    public async Task LeaveAsync(TimeSpan limit)
    {
        await _leave.CancelAsync();
        await Reading.WaitAsync(limit);
    }

    public void Dispose() => _leave.Dispose();
}
