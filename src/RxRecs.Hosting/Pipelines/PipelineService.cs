using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>
/// Runs a pipeline beside the host, on a thread of its own, which a Kafka source keeps busy. A stop ends the reading
/// behind the record at hand: state is saved and offsets are committed then.
/// </summary>
internal sealed class PipelineService(
    PipelineDefinition definition,
    RxRecsPipeline pipeline,
    RxRecsSettings settings,
    IServiceProvider services,
    TimeProvider clock,
    ILogger logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCompleted: false })
        {
            Log.NotStopped(logger, pipeline.Name);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () => Run(stoppingToken),
        CancellationToken.None, // a run that has been asked for tells of its end
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private void Run(CancellationToken stopping)
    {
        Log.Starting(logger, pipeline.Name);
        pipeline.Start(definition.ReadsFromKafka);
        try
        {
            definition.Run(pipeline, settings, services, clock, logger, stopping);
            pipeline.End(null);
        }
        catch (Exception error)
        {
            pipeline.End(error);
            Tell(error);
            StopHost();
            return;
        }

        if (stopping.IsCancellationRequested)
        {
            Log.Stopped(logger, pipeline.Name);
        }
        else
        {
            Log.Completed(logger, pipeline.Name);
        }
    }

    // What the surroundings are to blame for is said in a sentence; a fault of the user's code needs its stack.
    private void Tell(Exception error)
    {
        var isOfSurroundings = error is KafkaFailureException or IOException or UnauthorizedAccessException;
        Log.Failed(logger, isOfSurroundings ? null : error, pipeline.Name, error.Message);
        if (isOfSurroundings)
        {
            Log.FailedAt(logger, error, pipeline.Name);
        }
    }

    // As the host does it for a service that throws, but without saying all once more. The host stops in order, and
    // would end with 0 as after a stop that was asked for.
    private void StopHost()
    {
        var behavior = services.GetRequiredService<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior;
        if (behavior != BackgroundServiceExceptionBehavior.StopHost)
        {
            return;
        }

        if (Environment.ExitCode == 0)
        {
            Environment.ExitCode = 1;
        }

        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(lifetime.StopApplication); // at once, where the host has started
    }
}
