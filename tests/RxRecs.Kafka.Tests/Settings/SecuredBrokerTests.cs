using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RxRecs.Kafka.Settings;

/// <summary>A real broker with passwords and permissions: the embedded one has neither.</summary>
[Category("RealBroker")]
public sealed class SecuredBrokerTests
{
    private const int Port = 21092;
    private static readonly string Script =
        Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "kafka", "kafka"));

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!File.Exists(Script))
        {
            Assert.Ignore("There is no real broker beside the repository.");
        }

        if (Run("start") != 0)
        {
            Assert.Ignore("The real broker does not start: it needs Java 17.");
        }

        using var admin = new AdminClientBuilder(
            new Dictionary<string, string> { ["bootstrap.servers"] = Address(Port) }).Build();
        await admin.CreateTopicsAsync(
            new[] { "open", "closed", "seen" }
                .Select(name => new TopicSpecification { Name = name, NumPartitions = 3 }));
        await admin.CreateAclsAsync(
        [
            Allow(ResourceType.Topic, "open", AclOperation.Read), Allow(ResourceType.Group, "mine", AclOperation.Read),
            Allow(ResourceType.Topic, "seen", AclOperation.Describe),
            Allow(ResourceType.Topic, "opne", AclOperation.Read),
        ]);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        if (File.Exists(Script))
        {
            Run("wipe");
        }
    }

    [Test]
    public async Task RunAsync_AllAllowed_CountsPartitions() =>
        Assert.That(await Check("reader-secret", "open", "mine"), Contains.Item(KeyValuePair.Create("open", 3)));

    [TestCase("wrong-secret", "open", "mine", KafkaFailure.NotAuthenticated, "credentials")]
    [TestCase("reader-secret", "closed", "mine", KafkaFailure.NotAuthorized, "topic 'closed'")]
    [TestCase("reader-secret", "seen", "mine", KafkaFailure.NotAuthorized, "topic 'seen'")]
    [TestCase("reader-secret", "open", "theirs", KafkaFailure.NotAuthorized, "group 'theirs'")]
    [TestCase("reader-secret", "opne", "mine", KafkaFailure.MissingTopic, "There are: open")]
    public void RunAsync_Refused_SaysWhat(
        string password, string topic, string group, KafkaFailure failure, string expected) =>
        Assert.That(
            async () => await Check(password, topic, group),
            Throws.TypeOf<KafkaFailureException>().With.Property("Failure").EqualTo(failure)
                .And.Message.Contains(expected).And.Message.Not.Contains(password));

    private static Task<IReadOnlyDictionary<string, int>> Check(string password, string topic, string group) =>
        new ClusterCheck(new KafkaSettings
        {
            BootstrapServers = Address(Port + 2),
            Client = new Dictionary<string, string>
            {
                ["security.protocol"] = "sasl_plaintext",
                ["sasl.mechanism"] = "PLAIN",
                ["sasl.username"] = "reader",
                ["sasl.password"] = password,
            },
        }).RunAsync(new ClusterNeeds([topic], Group: group)).WaitAsync(TimeSpan.FromSeconds(30));

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static AclBinding Allow(ResourceType kind, string name, AclOperation operation) => new()
    {
        Pattern = new ResourcePattern { Type = kind, Name = name, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new AccessControlEntry
        {
            Principal = "User:reader",
            Host = "*",
            Operation = operation,
            PermissionType = AclPermissionType.Allow,
        },
    };

    private static int Run(string command)
    {
        var start = new ProcessStartInfo(Script, command) { RedirectStandardOutput = false };
        start.Environment["KAFKA_PORT"] = Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["KAFKA_HEAP"] = "384m";
        start.Environment["KAFKA_EXTRA"] = string.Join(
            ';',
            "listeners=PLAINTEXT://127.0.0.1:21092,CONTROLLER://127.0.0.1:21093,SASL://127.0.0.1:21094",
            "advertised.listeners=PLAINTEXT://127.0.0.1:21092,SASL://127.0.0.1:21094",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT",
            "sasl.enabled.mechanisms=PLAIN",
            "listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + @" user_reader=""reader-secret""\u003B",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:ANONYMOUS");
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
