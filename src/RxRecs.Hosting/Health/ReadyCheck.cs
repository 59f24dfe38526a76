using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RxRecs.Hosting;

/// <summary>Tells whether state is restored and what was there at the start has been read, so that lists are as fresh
/// as they were before the restart.</summary>
internal sealed class ReadyCheck(RxRecsPipeline pipeline) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check(context));

    private HealthCheckResult Check(HealthCheckContext context) => pipeline.State switch
    {
        PipelineState.Ready or PipelineState.Completed => HealthCheckResult.Healthy(),
        PipelineState.CatchingUp => new(
            context.Registration.FailureStatus,
            $"The pipeline '{pipeline.Name}' reads what was there before it started"
            + (pipeline.Progress is { } progress ? $": {progress.Lag} records to go." : ".")),
        PipelineState.Failed => new(
            context.Registration.FailureStatus, $"The pipeline '{pipeline.Name}' has failed.", pipeline.Failure),
        _ => new(context.Registration.FailureStatus, $"The pipeline '{pipeline.Name}' has not been started."),
    };
}
