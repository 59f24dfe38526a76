using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

[NonParallelizable]
public sealed class TelemetryTests : HostTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task AddRxRecs_HostWithOpenTelemetry_IsMeasuredUnlessDisabled(bool isDisabled)
    {
        NewTopic("shop");
        Write("shop", 1, 2);
        var builder = NewHost([
            .. Settings("shop", "shop"),
            ("RxRecs:shop:Group", "measured"),
            ("RxRecs:shop:DisableMetrics", $"{isDisabled}"),
            ("RxRecs:shop:DisableTracing", $"{isDisabled}"),
            ("RxRecs:shop:DisableHealthChecks", $"{isDisabled}"),
        ]);
        var (metrics, traces) = (new Kept<Metric>(each => each.Name), new Kept<Activity>(each => each.DisplayName));
        builder.Services.AddOpenTelemetry()
            .WithMetrics(meters => meters.AddReader(new BaseExportingMetricReader(metrics)))
            .WithTracing(activities => activities.AddProcessor(new SimpleActivityExportProcessor(traces)));
        builder.AddRxRecs("shop", KeepItems);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            Await(() => Results.Count == 2, "two results");
            await host.StopAsync();
            host.Services.GetRequiredService<MeterProvider>().ForceFlush();
            var checks = await host.Services
                .GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>()
                .CheckHealthAsync();
            Assert.That(checks.Entries, Has.Count.EqualTo(isDisabled ? 0 : 2));
        }

        if (isDisabled)
        {
            Assert.That(metrics.Names.Concat(traces.Names), Is.Empty);
            return;
        }

        Assert.That(metrics.Names, Does.Contain(KafkaTelemetry.ConsumedRecords));
        Assert.That(traces.Names, Does.Contain("commit measured"));
    }

    /// <summary>Keeps the names of what is exported.</summary>
    private sealed class Kept<T>(Func<T, string> name) : BaseExporter<T>
        where T : class
    {
        public ConcurrentQueue<string> Names { get; } = [];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var each in batch)
            {
                Names.Enqueue(name(each));
            }

            return ExportResult.Success;
        }
    }
}
