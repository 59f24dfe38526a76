using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

/// <summary>Tests of pipelines in a host, over a broker of their own.</summary>
public abstract class HostTests
{
    private protected EmbeddedBroker Broker { get; private set; } = null!;

    private protected LogList Logs { get; private set; } = null!;

    private protected ConcurrentQueue<string> Results { get; } = [];

    [SetUp]
    public void Begin()
    {
        (Broker, Logs) = (EmbeddedBroker.Start(), new LogList());
        Results.Clear();
    }

    [TearDown]
    public void End() => Broker.Dispose();

    /// <summary>Makes a host that has the settings, and its logs in <see cref="Logs"/>.</summary>
    private protected HostApplicationBuilder NewHost(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            settings.Select(each => new KeyValuePair<string, string?>(each.Key, each.Value)));
        builder.Logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Debug);
        return builder;
    }

    /// <summary>The settings of a pipeline over a topic, its brokers as a connection string.</summary>
    private protected (string Key, string? Value)[] Settings(string name, string topic) =>
    [
        ($"ConnectionStrings:{name}", Broker.BootstrapServers),
        ($"RxRecs:{name}:Topics:0", topic),
        ($"RxRecs:{name}:Start", "Beginning"),
    ];

    /// <summary>Keeps the items of each user, which is state, and tells them after each event.</summary>
    private protected void KeepItems(RxRecsPipelineBuilder pipeline) => pipeline.RunPartitions(
        (_, records) => records.Select(record => record.Value).LastItemsPerUser(100),
        _ => Observer.Create<PartitionResult<LastItems<Id, Id>>>(
            result => Results.Enqueue($"{result.Sequence}: {string.Join(' ', result.Value.Items)}")));

    /// <summary>Makes a topic with one partition.</summary>
    private protected void NewTopic(string topic) => Broker.CreateTopic(topic, 1);

    /// <summary>Writes views of items by user 1.</summary>
    private protected void Write(string topic, params int[] items)
    {
        using var sink = new KafkaSink<Interaction>(Broker.Settings, new()
        {
            Topic = topic,
            Write = (interaction, output) => InteractionJson.Write(interaction, output),
        });
        foreach (var item in items)
        {
            sink.OnNext(new(DateTimeOffset.UnixEpoch.AddYears(40).AddSeconds(item), InteractionKind.View, 1, item));
        }

        sink.OnCompleted();
    }

    private protected void Await(Func<bool> condition, string what) => Assert.That(
        Eventually.Is(condition, Eventually.Patience), Is.True, $"{what}; logs:\n{string.Join('\n', Logs.Lines)}");

    private protected static HealthStatus Health(IHost host, string check) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(each => each.Name == check).Result
            .Entries.Single().Value.Status;
}
