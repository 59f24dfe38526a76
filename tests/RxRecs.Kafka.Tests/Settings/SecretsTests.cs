using Confluent.Kafka;

namespace RxRecs.Kafka.Settings;

public sealed class SecretsTests
{
    private const string Canary = "c4nary-Zq9";

    private static readonly string[] SecretNames =
    [
        "sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password", "sasl.oauthbearer.config",
        "sasl.oauthbearer.client.secret", "sasl.oauthbearer.client.credentials.client.secret", "ssl.key.location",
        "sasl.oauthbearer.assertion.private.key.pem", "sasl.oauthbearer.assertion.private.key.passphrase",
        "sasl.oauthbearer.extensions", "sasl.username",
    ];

    [Test]
    public void IsSecret_LikelyNames_AreHidden()
    {
        Assert.That(SecretNames.Where(name => !Secrets.IsSecret(name)), Is.Empty);
        Assert.That(KnownProperties.Consumer.Concat(KnownProperties.Producer).Where(Secrets.IsSecret), Is.Empty);
        Assert.That(Secrets.IsSecret("sasl.jaas.config") && Secrets.IsSecret("my_api_key"), Is.True);
    }

    [Test]
    public void KafkaSettings_EverySecret_IsNotShown()
    {
        var settings = new KafkaSettings
        {
            BootstrapServers = "a:1",
            ClientId = $"id {Canary}",
            Client = SecretNames.Append("unknown.thing").ToDictionary(name => name, _ => Canary),
            AllowUnsafe = true,
        };
        var errors = new KafkaErrors(settings, "g");
        string[] shown =
        [
            settings.ToString(), $"{settings}", string.Join(' ', settings.Warnings()),
            Text(Assert.Throws<KafkaFailureException>(() => settings.ToClientProperties())),
            Text(errors.Translate(new Error(ErrorCode.Local_Authentication, $"bad {Canary}"), Canary)),
            Text(errors.Translate(new KafkaException(new Error(ErrorCode.Local_Fail, Canary)))),
            Text(errors.Translate(new InvalidDataException(Canary, new IOException(Canary)))),
            Text(errors.Translate(new InvalidOperationException($"password={Canary}"))),
        ];
        Assert.That(shown, Has.None.Contain(Canary));
    }

    [TestCaseSource(nameof(SecretNames))]
    public async Task Client_BadOrRefused_ShowsNoSecret(string name)
    {
        List<string> lines = [];
        var settings = new KafkaSettings
        {
            BootstrapServers = "127.0.0.1:1",
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
            AllowUnsafe = true,
            Client = new Dictionary<string, string>
            {
                [name] = Canary,
                ["security.protocol"] = "sasl_ssl",
                ["sasl.mechanism"] = "PLAIN",
                ["debug"] = "security,broker,conf",
            },
        };
        var check = new ClusterCheck(settings, line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        try
        {
            await check.RunAsync(new ClusterNeeds(["t"]));
            Assert.Fail("No broker is there.");
        }
        catch (KafkaFailureException failure)
        {
            lines.Add(Text(failure));
        }

        Assert.That(lines, Has.None.Contain(Canary));
    }

    [Test]
    public void FromProperties_BadFile_ShowsNoSecret()
    {
        string[][] files =
        [
            [$"{Canary}"], [$"{Canary}=1"], [$"sasl.pasword={Canary}"],
            [$"sasl.password={Canary}", $"sasl.password={Canary}"],
            [$"sasl.password=\\uXY{Canary}"], [$"sasl.password={Canary}"],
        ];
        foreach (var file in files)
        {
            var failure = Assert.Throws<KafkaFailureException>(
                () => SettingsReader.FromEntries(PropertiesFile.Parse(file, "f")));
            Assert.That(Text(failure), Does.Not.Contain(Canary));
        }
    }

    [Test]
    public void KafkaLog_OutputThrows_NothingComesOfIt()
    {
        var log = new KafkaLog(
            new KafkaSettings { BootstrapServers = "a:1" }, _ => throw new InvalidOperationException("no"));
        log.OnError(log, new Error(ErrorCode.Local_Fail));
        Assert.That(log.Lost, Is.EqualTo(1));
    }

    private static string Text(Exception? exception) =>
        $"{exception} {exception?.InnerException} {exception?.InnerException?.InnerException}";
}
