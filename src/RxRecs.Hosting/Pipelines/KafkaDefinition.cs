using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>A pipeline over topics.</summary>
internal sealed class KafkaDefinition<TResult>(
    Func<RxRecsContext, KafkaSettings, KafkaPipelineOptions, IObservable<TResult>> source,
    Func<RxRecsContext, IObserver<TResult>> results,
    Func<KafkaSettings, KafkaSettings> changeCluster,
    Func<KafkaPipelineOptions, KafkaPipelineOptions> changeOptions) : PipelineDefinition
{
    public override bool ReadsFromKafka => true;

    public override void Run(
        RxRecsPipeline pipeline,
        RxRecsSettings settings,
        IServiceProvider services,
        TimeProvider clock,
        ILogger logger,
        CancellationToken stopping)
    {
        var notices = new NoticeLog(logger);
        var cluster = changeCluster(ClusterOf(settings));
        foreach (var warning in cluster.Warnings())
        {
            Log.Warning(logger, warning);
        }

        var context = new RxRecsContext(pipeline.Name, services, cluster, notices, clock, stopping);
        var taker = results(context);
        Run(
            pipeline,
            () => source(context, cluster, With(
                changeOptions(OptionsOf(settings, pipeline.Name, services, notices, clock)), pipeline, taker)),
            taker,
            stopping);
    }

    private static KafkaPipelineOptions With(
        KafkaPipelineOptions options, RxRecsPipeline pipeline, IObserver<TResult> taker) => options with
        {
            Scheduler = null, // on the service's own thread: what an observer throws comes back to it
            Progress = new PipelineProgress(pipeline, options.Progress),
            BeforeCommit = taker is KafkaSink<TResult> sink
                ? options.BeforeCommit + sink.Flush
                : options.BeforeCommit,
        };

    private static KafkaSettings ClusterOf(RxRecsSettings settings) => new()
    {
        BootstrapServers = settings.BootstrapServers!,
        Client = settings.Client.AsReadOnly(),
        ConnectTimeout = settings.ConnectTimeout,
    };

    private static KafkaPipelineOptions OptionsOf(
        RxRecsSettings settings,
        string name,
        IServiceProvider services,
        IObserver<KafkaNotice> notices,
        TimeProvider clock) =>
        new()
        {
            Topics = [.. settings.Topics],
            Start = settings.Start == PipelineStart.End ? KafkaStart.End : KafkaStart.Beginning,
            Group = settings.Group,
            Name = name,
            Store = StoreOf(settings, name, services),
            CommitInterval = settings.CommitInterval,
            IdleTimeout = settings.IdleTimeout,
            ContinueAfterFailure = settings.ContinueAfterFailure,
            Notices = notices,
            TimeProvider = clock,
        };

    private static ISnapshotStore? StoreOf(RxRecsSettings settings, string name, IServiceProvider services) =>
        settings.CheckpointFolder is { } folder
            ? new FileSnapshotStore(folder)
            : services.GetKeyedService<ISnapshotStore>(name) ?? services.GetService<ISnapshotStore>();
}
