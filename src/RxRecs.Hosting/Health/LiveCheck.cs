using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RxRecs.Hosting;

/// <summary>Tells whether the loop turns: one that hangs, and one that has failed, are for a restart to heal.</summary>
internal sealed class LiveCheck(RxRecsPipeline pipeline, TimeSpan timeout) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check(context));

    private HealthCheckResult Check(HealthCheckContext context)
    {
        if (pipeline.Failure is { } failure)
        {
            return new(context.Registration.FailureStatus, $"The pipeline '{pipeline.Name}' has failed.", failure);
        }

        return pipeline.SinceLastTurn is { } since && since > timeout
            ? new(context.Registration.FailureStatus, string.Create(
                CultureInfo.InvariantCulture,
                $"The loop of the pipeline '{pipeline.Name}' has not turned for {since.TotalSeconds:0} s."))
            : HealthCheckResult.Healthy();
    }
}
