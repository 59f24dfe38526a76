using System.Reactive;
using System.Reactive.Linq;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RxRecs.Kafka;

namespace RxRecs.Hosting;

public sealed class SettingsTests
{
    [TestCase("RxRecs:shop:Topics:0", null, "RxRecs:shop:Topics is missing")]
    [TestCase("RxRecs:shop:Topics:0", " ", "RxRecs:shop:Topics holds an empty name")]
    [TestCase("RxRecs:shop:Topics:1", "events", "RxRecs:shop:Topics names a topic twice")]
    [TestCase("RxRecs:shop:BootstrapServers", null, "RxRecs:shop:BootstrapServers is missing")]
    [TestCase("RxRecs:shop:Start", null, "RxRecs:shop:Start is missing")]
    [TestCase("RxRecs:shop:Start", "7", "RxRecs:shop:Start must be Beginning or End")]
    [TestCase("RxRecs:shop:CommitInterval", "00:00:00", "RxRecs:shop:CommitInterval must be")]
    [TestCase("RxRecs:shop:IdleTimeout", "-00:00:01", "RxRecs:shop:IdleTimeout must be")]
    [TestCase("RxRecs:shop:ConnectTimeout", "00:00:00", "RxRecs:shop:ConnectTimeout must be")]
    [TestCase("RxRecs:shop:LiveTimeout", "00:00:01", "RxRecs:shop:LiveTimeout must be")]
    [TestCase("RxRecs:shop:Start", "Middle", "RxRecs:shop:Start")]
    public async Task Start_WrongValue_FailsWithTheKey(string key, string? value, string message)
    {
        using var host = Host([
            .. Complete.Where(each => each.Key != key),
            .. value is null ? [] : new KeyValuePair<string, string?>[] { new(key, value) },
        ]);
        var error = await Assert.CatchAsync(() => host.StartAsync());
        Assert.That(error.ToString(), Does.Contain(message).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Start_WrongSettings_AreSaidInSentencesBeforeAnythingStarts()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        var (logs, other) = (new LogList(), new Other());
        builder.Services.AddSingleton<IHostedService>(other);
        builder.Logging.AddProvider(logs);
        builder.AddRxRecs("shop", Define);
        using var host = builder.Build();

        var error = await Assert.CatchAsync(() => host.StartAsync());

        Assert.That(error, Is.InstanceOf<OptionsValidationException>());
        var sentences = error.ToString().Split(Environment.NewLine);
        Assert.That(sentences, Has.Length.EqualTo(3));
        Assert.That(sentences, Is.All.StartsWith("RxRecs:shop:"));
        Assert.That(logs.Lines, Has.None.Contains("   at "));
        Assert.That(other.IsStarted, Is.False);
    }

    [Test]
    public void Settings_OfAppSettingsJson_AreBound()
    {
        const string Json = """
            {
              "ConnectionStrings": { "shop": "broker:9092" },
              "RxRecs": {
                "shop": {
                  "BootstrapServers": "elsewhere:9092", "Topics": ["a", "b"], "Start": "End", "Group": "g",
                  "CommitInterval": "00:00:02", "IdleTimeout": "00:01:00", "ContinueAfterFailure": true,
                  "Client": { "client.rack": "r1" }, "DisableTracing": true
                }
              }
            }
            """;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json)));
        builder.AddRxRecs("shop", pipeline => Define(pipeline.Settings(settings => settings.Group += "-code")));
        using var host = builder.Build();
        var settings = host.Services.GetRequiredService<IOptionsMonitor<RxRecsSettings>>().Get("shop");
        Assert.Multiple(() =>
        {
            Assert.That(settings.BootstrapServers, Is.EqualTo("broker:9092"));
            Assert.That(settings.Topics, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(settings.Start, Is.EqualTo(PipelineStart.End));
            Assert.That(settings.Group, Is.EqualTo("g-code"));
            Assert.That(settings.CommitInterval, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(settings.IdleTimeout, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(settings.ContinueAfterFailure, Is.True);
            Assert.That(settings.Client, Is.EqualTo(new Dictionary<string, string> { ["client.rack"] = "r1" }));
            Assert.That((settings.DisableTracing, settings.DisableMetrics), Is.EqualTo((true, false)));
        });
    }

    [Test]
    public void AddRxRecs_NoPipelineOrTwo_IsRefused()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        Assert.That(() => builder.AddRxRecs("none", _ => { }), Throws.ArgumentException.With.Message.Contains("none"));
        Assert.That(() => builder.AddRxRecs("a:b", Define), Throws.ArgumentException.With.Message.Contains("a:b"));
        Assert.That(
            () => builder.AddRxRecs("two", pipeline =>
            {
                Define(pipeline);
                Define(pipeline);
            }),
            Throws.InvalidOperationException.With.Message.Contains("two"));
        builder.AddRxRecs("shop", Define);
        Assert.That(
            () => builder.AddKeyedRxRecs("shop", Define),
            Throws.InvalidOperationException.With.Message.Contains("shop"));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Complete =>
    [
        new("RxRecs:shop:BootstrapServers", "127.0.0.1:1"),
        new("RxRecs:shop:Topics:0", "events"),
        new("RxRecs:shop:Start", "Beginning"),
    ];

    private static IHost Host(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddRxRecs("shop", Define);
        return builder.Build();
    }

    private static void Define(RxRecsPipelineBuilder pipeline) => pipeline.RunPartitions(
        (_, records) => records.Select(record => record.Offset), _ => Observer.Create<PartitionResult<long>>(_ => { }));

    private sealed class Other : IHostedService
    {
        public bool IsStarted { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            IsStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
