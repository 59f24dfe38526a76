using System.Buffers;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Replay;

namespace RxRecs.Kafka.Tests.Canary;

/// <summary>
/// Secrets in every setting that can hold one, through whole runs that fail in every way we know of: nothing that comes
/// out of them, standard error and the native library's lines included, holds a secret.
/// </summary>
[Parallelizable(ParallelScope.Self)] // one after another: they take the standard streams of the process
public sealed class CanaryTests : BrokerTests
{
    private const string Secret = "c4n4ry-5ecret-Zq8";
    private const string Topic = "events";

    private static readonly string[] Holders =
    [
        "sasl.username", "sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
        "ssl.certificate.pem",
        "sasl.oauthbearer.config", "sasl.oauthbearer.client.secret", "sasl.oauthbearer.extensions",
        "sasl.oauthbearer.client.credentials.client.secret",
    ];

    private static IEnumerable<TestCaseData> Runs()
    {
        var passwords = Pairs("sasl.username", "sasl.password");
        yield return Run("Plaintext", true, passwords);
        yield return Run("Plaintext_Debug", true, [.. passwords, new("debug", "all"), new("log_level", "7")]);
        yield return Run("Unreachable", false, [.. passwords, .. Protocol("sasl_plaintext", "PLAIN")]);
        foreach (var mechanism in new[] { "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512" })
        {
            yield return Run($"Sasl_{mechanism}", true, [.. passwords, .. Protocol("sasl_plaintext", mechanism)]);
        }

        yield return Run(
            "Sasl_OAuth", true, [.. Pairs("sasl.oauthbearer.config"), .. Protocol("sasl_plaintext", "OAUTHBEARER")]);
        yield return Run("Sasl_NoSuchMechanism", true, [.. passwords, .. Protocol("sasl_plaintext", "NONE-" + Secret)]);
        yield return Run("Tls", true, [.. Pairs("ssl.key.password"), new("security.protocol", "ssl")]);
        foreach (var holder in Holders)
        {
            yield return Run($"Bad_{holder}", true, [.. Pairs(holder), new("security.protocol", "ssl")]);
        }

        yield return Run("All", true, Pairs(Holders));
        yield return Run("Unknown_name", true, Pairs("sasl.pasword"));
    }

    [SetUp]
    public void MakeTopic() =>
        TestTopic.Write(Settings, NewTopic(2, name: Topic), [(0, "1"), (1, "no number"), (0, "2")]);

    [TestCaseSource(nameof(Runs))]
    public async Task WholeRun_SecretsInSettings_NeverComeOut(bool reachable, KeyValuePair<string, string>[] client)
    {
        using var leaks = await RunAll(new KafkaSettings
        {
            BootstrapServers = reachable ? Broker.BootstrapServers : "127.0.0.1:1",
            ConnectTimeout = TimeSpan.FromSeconds(1),
            Client = new Dictionary<string, string>(client),
        });
        Assert.That(leaks.Find(Secret), Is.Empty);
        Assert.That(leaks.Of("settings"), Is.Not.Empty);
        Assert.That(leaks.Of("exception").Concat(leaks.Of("telemetry")), Is.Not.Empty);
    }

    [Test]
    public async Task WholeRun_SecretWhereNoneBelongs_IsFound()
    {
        using var leaks = await RunAll(new KafkaSettings
        {
            BootstrapServers = $"{Secret}.invalid:9092",
            ConnectTimeout = TimeSpan.FromSeconds(1),
        });
        foreach (var where in new[] { "settings", "exception", "notice" })
        {
            Assert.That(leaks.Find(Secret), Has.Some.StartsWith(where + ":"));
        }

        using var topics = await RunAll(Settings with { ConnectTimeout = TimeSpan.FromSeconds(5) }, Topic, Secret);
        foreach (var where in new[] { "telemetry", "activity", "dead letter" })
        {
            Assert.That(topics.Find(where == "dead letter" ? "no number" : Secret), Has.Some.StartsWith(where + ":"));
        }
    }

    [Test]
    public void NativeStreams_ClientWithoutHandlers_AreSeen()
    {
        if (!NativeStreams.IsSupported)
        {
            Assert.Ignore("The native library's own lines are taken on Linux only.");
        }

        using var streams = new NativeStreams();
        var settings = new Dictionary<string, string> { ["bootstrap.servers"] = $"{Secret}.invalid:9092" };
        using (var admin = new AdminClientBuilder(settings).Build())
        {
            Assert.Throws<KafkaException>(() => admin.GetMetadata(TimeSpan.FromSeconds(1)));
        }

        Assert.That(streams.End(), Does.Contain(Secret));
    }

    private static async Task<Leaks> RunAll(KafkaSettings settings, string topic = Topic, string group = "canary")
    {
        var leaks = new Leaks();
        leaks.Add("settings", settings.ToString());
        leaks.Add("settings", string.Join('\n', Try(leaks, settings.Warnings)));
        using var streams = NativeStreams.IsSupported ? new NativeStreams() : null;
        await Task.WhenAll(Parts(settings, topic, group, leaks).Select(part => Task.Run(async () =>
        {
            try
            {
                await part();
            }
            catch (Exception error)
            {
                leaks.Add(error);
            }
        }))).WaitAsync(Eventually.Patience);
        leaks.Add("standard streams", streams?.End());
        return leaks;
    }

    private static IEnumerable<Func<Task>> Parts(KafkaSettings settings, string topic, string group, Leaks leaks)
    {
        var source = new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            End = KafkaEnd.EndOfTopic,
            Group = group,
            GroupProtocol = KafkaGroupProtocol.Consumer,
            Notices = leaks.Notices,
        };
        var merge = new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero };
        var sink = new KafkaSinkOptions<int>
        {
            Topic = "results",
            Write = static (value, writer) => writer.Write([(byte)value]),
            CloseTimeout = TimeSpan.FromMilliseconds(100),
            CompletionTimeout = TimeSpan.FromSeconds(1),
            Notices = leaks.Notices,
        };
        var replay = new KafkaReplayOptions<int>
        {
            Topic = "results",
            Write = static (value, writer) => writer.Write([(byte)value]),
            UserSelector = static value => value,
            Timeout = TimeSpan.FromSeconds(1),
        };
        yield return async () => await KafkaSource.FromTopics(settings, source, TestTopic.Numbers)
            .WithDeadLetters().Do(each => leaks.Add(each.DeadLetter)).LastOrDefaultAsync();
        yield return async () => await KafkaSource.FromTopicsByEventTime(
            settings, source with { Group = null }, merge, TestTopic.Numbers)
            .WithDeadLetters().Do(each => leaks.Add(each.DeadLetter)).LastOrDefaultAsync();
        yield return async () => await KafkaSource.RunPartitions(
            settings,
            source with { Group = null },
            TestTopic.Numbers,
            records => records.Select(record => record.Value == 2 ? throw new FormatException() : record.Value))
            .LastOrDefaultAsync();
        yield return () => Write(settings, sink, leaks);
        yield return () => Write(settings, sink with { CheckTopic = false }, leaks);
        yield return () => KafkaReplay.RunAsync(settings, [(0, 1)], replay);
        yield return () => KafkaReplay.RunAsync(
            settings, [(0, 1)], replay with { ResumeSource = "file", Topic = "resumed" });
        yield return async () =>
        {
            using var topics = new KafkaTopics(settings) { Timeout = TimeSpan.FromSeconds(1) };
            await topics.EnsureAsync(new KafkaTopic("made", 1));
        };
        yield return async () =>
        {
            using var topics = new KafkaTopics(settings) { Timeout = TimeSpan.FromSeconds(1) };
            await topics.DeleteAsync("none");
        };
    }

    private static Task Write(KafkaSettings settings, KafkaSinkOptions<int> options, Leaks leaks)
    {
        using var sink = new KafkaSink<int>(settings, options, leaks.Failures);
        sink.OnNext(1);
        sink.OnCompleted();
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Try(Leaks leaks, Func<IEnumerable<string>> texts)
    {
        try
        {
            return [.. texts()];
        }
        catch (Exception error)
        {
            leaks.Add(error);
            return [];
        }
    }

    private static KeyValuePair<string, string>[] Pairs(params string[] names) =>
        [.. names.Select(name => KeyValuePair.Create(name, Secret))];

    private static KeyValuePair<string, string>[] Protocol(string protocol, string mechanism) =>
        [new("security.protocol", protocol), new("sasl.mechanism", mechanism)];

    private static TestCaseData Run(string name, bool reachable, KeyValuePair<string, string>[] client) =>
        new TestCaseData(reachable, client).SetName($"WholeRun_{name}_NoSecretComesOut");
}
