using System.Globalization;
using System.Net;
using System.Reactive.Linq;
using System.Text;
using RxRecs.Kafka.RealBroker;

namespace RxRecs.Kafka.Settings;

/// <summary>
/// TLS to a real broker, whose certificate names 127.0.0.1 but not localhost: what fits writes and reads, and what does
/// not is refused in seconds.
/// </summary>
[Category("Broker")]
public sealed class TlsTests
{
    private const int Open = 0;
    private const int Mutual = 1;
    private const string Topic = "events";
    private static readonly TimeSpan Patience = Eventually.Patience;
    private static TemporaryFolder? _folder;
    private static KafkaCluster? _cluster;
    private static Authority _ours = null!;
    private static Authority _another = null!;

    [OneTimeSetUp]
    public static async Task Start()
    {
        _folder = new TemporaryFolder();
        _ours = new Authority(_folder.Path, "ours");
        _another = new Authority(_folder.Path, "another");
        var broker = _ours.Sign("broker.test", IPAddress.Loopback);
        _cluster = KafkaCluster.Start(extra: Properties(broker.Both), listeners: ["SSL", "SSL"]);
        using var topics = new KafkaTopics(_cluster.Settings);
        await topics.EnsureAsync(new KafkaTopic(Topic, 1));
    }

    [OneTimeTearDown]
    public static void Stop()
    {
        _cluster?.Dispose();
        _ours.Dispose();
        _another.Dispose();
        _folder?.Dispose();
    }

    [Test]
    public void Settings_TrustedAuthority_WritesAndReads() => AssertWorks(At(Open, Trust(_ours)));

    [Test]
    public void Settings_ClientCertificate_WritesAndReads() =>
        AssertWorks(At(Mutual, [.. Trust(_ours), .. Certificate(_ours)]));

    [Test]
    public void Settings_AnotherAuthoritysBroker_IsRefused() => AssertRefused(At(Open, Trust(_another)));

    [Test]
    public void Settings_CertificateForAnotherHost_IsRefused() =>
        AssertRefused(At(Open, Trust(_ours), host: "localhost"));

    [Test]
    public void Settings_NoClientCertificate_IsRefused() => AssertClientRefused(At(Mutual, Trust(_ours)));

    [Test]
    public void Settings_AnotherAuthoritysClient_IsRefused() =>
        AssertClientRefused(At(Mutual, [.. Trust(_ours), .. Certificate(_another)]));

    private static void AssertWorks(KafkaSettings settings)
    {
        var own = Guid.NewGuid().ToString("N");
        using (var sink = new KafkaSink<string>(settings, Sink))
        {
            sink.OnNext(own);
            sink.OnCompleted();
            Assert.That(sink.Delivered, Is.EqualTo(1));
        }

        var read = KafkaSource.FromTopics(settings, Source, Text).Timeout(Patience).ToList().Wait();
        Assert.That(read.Select(each => each.Value), Does.Contain(own));
    }

    // Long before a broker that says nothing at all is given up.
    private static void AssertRefused(KafkaSettings settings)
    {
        var patient = settings with { ConnectTimeout = TimeSpan.FromMinutes(5) };
        foreach (var failure in Failures(patient))
        {
            Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.NotAuthenticated), failure.Message);
            Assert.That(failure.Message, Does.Contain("certificate verify failed").And.Contain("ssl.ca.location"));
            Assert.That(failure.Message, Does.Contain(settings.BootstrapServers));
        }
    }

    // With TLS 1.3 the client has long finished its handshake when the broker refuses its certificate: it sees a
    // connection that breaks.
    private static void AssertClientRefused(KafkaSettings settings)
    {
        foreach (var failure in Failures(settings with { ConnectTimeout = TimeSpan.FromMinutes(5) }))
        {
            Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.NotAuthenticated), failure.Message);
            Assert.That(failure.Message, Does.Contain("ssl.certificate.location"));
            Assert.That(failure.Message, Does.Contain(settings.BootstrapServers));
        }
    }

    private static IEnumerable<KafkaFailureException> Failures(KafkaSettings settings)
    {
        using var sink = new KafkaSink<string>(settings, Sink);
        Task[] runs =
        [
            Task.Run(() => sink.Connect()),
            Task.Run(() => KafkaSource.FromTopics(settings, Source, Text).LastOrDefaultAsync().Wait()),
        ];
        foreach (var run in runs)
        {
            yield return Assert.Throws<KafkaFailureException>(() => run.WaitAsync(Patience).GetAwaiter().GetResult())!;
        }
    }

    private static IRecordParser<string> Text =>
        RecordParser.From(record => Encoding.UTF8.GetString(record.Message.Value));

    private static KafkaSourceOptions Source => new()
    {
        Topics = [Topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
    };

    private static KafkaSinkOptions<string> Sink => new()
    {
        Topic = Topic,
        Write = static (text, bytes) => Encoding.UTF8.GetBytes(text, bytes),
    };

    private static KafkaSettings At(
        int listener, IEnumerable<(string Name, string Value)> client, string host = "127.0.0.1") => new()
        {
            BootstrapServers = string.Create(CultureInfo.InvariantCulture, $"{host}:{_cluster!.PortOf(listener)}"),
            Client = client.Append(("security.protocol", "ssl")).ToDictionary(each => each.Item1, each => each.Item2),
        };

    private static IEnumerable<(string Name, string Value)> Trust(Authority authority) =>
        [("ssl.ca.location", authority.Certificate)];

    private static IEnumerable<(string Name, string Value)> Certificate(Authority authority)
    {
        var (certificate, key, _) = authority.Sign($"client-{Guid.NewGuid():N}");
        return [("ssl.certificate.location", certificate), ("ssl.key.location", key)];
    }

    private static string Properties(string certificateAndKey) => string.Join(
        ';',
        "ssl.keystore.type=PEM",
        $"ssl.keystore.location={certificateAndKey}",
        "ssl.truststore.type=PEM",
        $"ssl.truststore.location={_ours.Certificate}",
        "listener.name.own1.ssl.client.auth=required");
}
