using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using RxRecs.Kafka;
using RxRecs.Live.Events;
using RxRecs.Live.Http;
using RxRecs.Live.Messages;
using RxRecs.Live.Pipeline;
using RxRecs.Postgres;
using RxRecs.Sqlite;
using RxRecs.Storage;

namespace RxRecs.Live;

/// <summary>The parts of the server, each once.</summary>
internal static class LiveServices
{
    public static void AddLive(this WebApplicationBuilder builder, LiveSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEventLog>(provider => settings.Broker is { } broker
            ? new TopicEventLog(
                broker,
                settings.Topic,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TopicEventLog>>())
            : new FileEventLog(settings.Data));
        services.AddSingleton(provider => OpenStore(provider, settings));
        services.AddSingleton<DeadLetterCounts>();
        services.AddSingleton<StatePublisher>();
        services.AddSingleton<LivePipeline>();
        services.AddHostedService(provider => provider.GetRequiredService<LivePipeline>());
        services.AddSingleton<StateStream>();
        services.AddHostedService(provider => provider.GetRequiredService<StateStream>());
        services.AddHostedService<SyntheticFeed>();
        services.AddSingleton<Reading>();
        services.AddSingleton<CachedLists>();
        services.AddSingleton<Writing>();
        services.AddOpenApi(document => document.Describe(settings));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            context.ProblemDetails.Detail ??= Problems.Of(context.ProblemDetails.Status));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ShopMessageFormat.Json);
            json.SerializerOptions.MaxDepth = 16;
            json.SerializerOptions.DefaultIgnoreCondition =
                System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddHealthChecks().AddCheck<PipelineCheck>("pipeline");
        services.AddOpenTelemetry()
            .ConfigureResource(server => server.AddService("rxrecs-live"))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    "RxRecs",
                    KafkaTelemetry.MeterName,
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Runtime")
                .AddPrometheusExporter());
    }

    private static IResultStore OpenStore(IServiceProvider provider, LiveSettings settings)
    {
        if (settings.Postgres is null)
        {
            return new SqliteResultStore(Path.Combine(settings.Data, "results.db"));
        }

        var logger = provider.GetRequiredService<ILogger<PostgresResultStore>>();
        return new PostgresResultStore(settings.Postgres, new PostgresStoreOptions
        {
            Retry = new PostgresRetryOptions
            {
                OnRetry = (problem, pause) => Log.WaitsForDatabase(
                    logger, problem.Message, pause.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)),
                Stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping,
            },
        });
    }

    /// <summary>Healthy once the state is restored and all is known that was in the log.</summary>
    private sealed class PipelineCheck(LivePipeline pipeline) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(pipeline.Failure is not null ? HealthCheckResult.Unhealthy("the pipeline has failed")
                : pipeline.IsReady ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("the log is still being read"));
    }
}
