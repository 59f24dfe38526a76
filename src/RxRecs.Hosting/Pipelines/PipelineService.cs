using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        pipeline.Start(definition.IsOfKafka);
        try
        {
            definition.Run(pipeline, settings, services, clock, logger, stopping);
            pipeline.End(null);
        }
        catch (Exception error)
        {
            pipeline.End(error);
            Log.Failed(logger, error, pipeline.Name, error.Message);
            NoteExitCode();
            throw;
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

    // The host stops in order, and would end with 0 as after a stop that was asked for.
    private void NoteExitCode()
    {
        var behavior = services.GetRequiredService<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior;
        if (behavior == BackgroundServiceExceptionBehavior.StopHost && Environment.ExitCode == 0)
        {
            Environment.ExitCode = 1;
        }
    }
}
