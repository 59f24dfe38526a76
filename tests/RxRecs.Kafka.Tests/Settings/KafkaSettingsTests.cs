using Microsoft.Extensions.Configuration;

namespace RxRecs.Kafka.Settings;

public sealed class KafkaSettingsTests
{
    [Test]
    public void FromProperties_ToolsFile_IsTaken()
    {
        var settings = Read(
            "# comment", "! another", "", "bootstrap.servers = a:9092,\\", "   b:9093", "client.id:me",
            "sasl.password=a\\=b\\u003Bc ", "linger.ms=5", "fetch.min.bytes=2");
        Assert.That(settings.BootstrapServers, Is.EqualTo("a:9092,b:9093"));
        Assert.That(settings.ClientId, Is.EqualTo("me"));
        Assert.That(settings.Client["sasl.password"], Is.EqualTo("a=b;c "));
        Assert.That(
            settings.ToConsumerProperties(), Does.ContainKey("fetch.min.bytes").And.Not.ContainKey("linger.ms"));
        Assert.That(
            settings.ToProducerProperties(), Does.ContainKey("linger.ms").And.Not.ContainKey("fetch.min.bytes"));
        Assert.That(settings.ToAdminProperties(), Does.Not.ContainKey("linger.ms").And.ContainKey("sasl.password"));
        Assert.That(settings.ToClientProperties(), Has.Count.EqualTo(5));
    }

    [TestCase("sasl.jaas.config=x", "line 2: 'sasl.jaas.config' is a property of the Java client: use sasl.username")]
    [TestCase("ssl.truststore.location=x", "use ssl.ca.location")]
    [TestCase("key.deserializer=x", "record parser")]
    [TestCase("sasl.pasword=x", "did you mean 'sasl.password'?")]
    [TestCase("group.id=x", "'group.id' itself: leave it out; a program sets KafkaSourceOptions.Group")]
    [TestCase("test.mock.num.brokers=1", "leave it out; RxRecs.Kafka.Testing has EmbeddedBroker")]
    [TestCase("metadata.broker.list=b:1", "use bootstrap.servers")]
    [TestCase("error_cb=x", "cannot be set by name")]
    [TestCase("sasl.password=${file:/etc/passwd}", "give the value itself")]
    [TestCase("nothing here", "line 2: expected name=value")]
    [TestCase("sasl.password=\\u12", "line 2: \\u must be followed")]
    [TestCase("bootstrap.servers=b:1", "line 2: 'bootstrap.servers' stands there a second time")]
    [TestCase("AllowUnsafe=true", "for code alone")]
    [TestCase("allow.insecure.tls=true", "for code alone")]
    public void FromProperties_BadLine_IsNamed(string line, string expected) =>
        Assert.That(() => Read("bootstrap.servers=a:1", line), Fails(expected));

    [Test]
    public void FromProperties_NoFile_IsNamed() =>
        Assert.That(() => KafkaSettings.FromProperties("/no/such/file"), Fails("'/no/such/file' cannot be read"));

    [Test]
    public void FromPairs_EnvironmentAndConfiguration_AreTaken()
    {
        var environment = KafkaSettings.FromPairs(
            [
                new("X_BOOTSTRAP_SERVERS", "a:1"), new("X_SASL_PASSWORD", "p"), new("PATH", "x"),
                new("X_LINGER_MS", null),
            ],
            "X_");
        var configuration = KafkaSettings.FromPairs(
            [new("Kafka", null), new("Kafka:BootstrapServers", "a:1"), new("Kafka:ConnectTimeout", "00:00:03"),
                new("Kafka:Client:sasl.password", "p")],
            "Kafka:");
        Assert.That(environment.Client, Is.EqualTo(new Dictionary<string, string> { ["sasl.password"] = "p" }));
        Assert.That(configuration.Client, Is.EqualTo(environment.Client));
        Assert.That(configuration.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public void Get_SectionOfAConfiguration_IsBoundAsTheGuideSays()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kafka:BootstrapServers"] = "a:1,b:2",
            ["Kafka:ClientId"] = "me",
            ["Kafka:ConnectTimeout"] = "00:00:03",
            ["Kafka:Client:security.protocol"] = "sasl_ssl",
            ["Kafka:Client:sasl.password"] = "secret",
            ["Kafka:AllowInsecureTls"] = "true",
            ["Other:BootstrapServers"] = "c:3",
        }).Build();

        var bound = configuration.GetSection("Kafka").Get<KafkaSettings>()!;

        Assert.That(bound.BootstrapServers, Is.EqualTo("a:1,b:2"));
        Assert.That((bound.ClientId, bound.ConnectTimeout), Is.EqualTo(("me", TimeSpan.FromSeconds(3))));
        Assert.That(bound.Client, Is.EqualTo(new Dictionary<string, string>
        {
            ["security.protocol"] = "sasl_ssl",
            ["sasl.password"] = "secret",
        }));
        Assert.That((bound.AllowInsecureTls, bound.AllowUnsafe), Is.EqualTo((true, false)));
        Assert.That(bound.ToConsumerProperties(), Does.ContainKey("sasl.password"));
        Assert.That(bound.ToString(), Does.Not.Contain("secret"));
    }

    [TestCase("plugin.library.paths", "x.so")]
    [TestCase("sasl.kerberos.kinit.cmd", "x")]
    [TestCase("ssl.engine.location", "x")]
    [TestCase("ssl.providers", "x")]
    [TestCase("sasl.oauthbearer.token.endpoint.url", "http://x")]
    [TestCase("sasl.oauthbearer.method", "oidc")]
    [TestCase("sasl.oauthbearer.config", "x")]
    [TestCase("sasl.kerberos.principal", "a; touch b")]
    public void ToClientProperties_RunsCode_OnlyIfAllowed(string name, string value)
    {
        var settings = With(name, value);
        Assert.That(settings.ToClientProperties, Fails("AllowUnsafe"));
        Assert.That((settings with { AllowUnsafe = true }).ToClientProperties(), Does.ContainKey(name));
    }

    [TestCase("enable.ssl.certificate.verification", "false")]
    [TestCase("ssl.endpoint.identification.algorithm", "none")]
    public void ToClientProperties_InsecureTls_OnlyIfAllowed(string name, string value)
    {
        var settings = With(name, value);
        Assert.That(settings.ToClientProperties, Fails("AllowInsecureTls"));
        Assert.That((settings with { AllowInsecureTls = true }).ToClientProperties(), Does.ContainKey(name));
        Assert.That(settings.Warnings(), Has.Some.Contain(name));
    }

    [TestCase("", "empty")]
    [TestCase("a:0", "not host:port")]
    [TestCase("a:99999", "not host:port")]
    [TestCase("user:secret@a:1", "credentials")]
    public void ToClientProperties_BadBrokers_AreNamed(string brokers, string expected)
    {
        var settings = new KafkaSettings { BootstrapServers = brokers };
        Assert.That(settings.ToClientProperties, Fails(expected));
        Assert.That(settings.ToString(), Does.Not.Contain("secret"));
    }

    [TestCase("kafka.example:9092", null, 1)]
    [TestCase("127.0.0.1:9092,[::1]:9092,localhost", null, 0)]
    [TestCase("kafka.example:9092", "sasl_plaintext", 1)]
    [TestCase("kafka.example:9092", "SASL_SSL", 0)]
    public void Warnings_Plaintext_OnlyBeyondThisMachine(string brokers, string? protocol, int expected)
    {
        var client = protocol is null ? [] : new Dictionary<string, string> { ["security.protocol"] = protocol };
        var settings = new KafkaSettings { BootstrapServers = brokers, Client = client };
        Assert.That(settings.Warnings().Count(), Is.EqualTo(expected));
    }

    private static KafkaSettings With(string name, string value) =>
        new() { BootstrapServers = "a:1", Client = new Dictionary<string, string> { [name] = value } };

    private static KafkaSettings Read(params string[] lines) =>
        SettingsReader.FromEntries(PropertiesFile.Parse(lines, "client.properties"));

    private static NUnit.Framework.Constraints.ContainsConstraint Fails(string text) =>
        Throws.TypeOf<KafkaFailureException>()
            .With.Property("Failure").EqualTo(KafkaFailure.BadSetting).And.Message.Contains(text);
}
