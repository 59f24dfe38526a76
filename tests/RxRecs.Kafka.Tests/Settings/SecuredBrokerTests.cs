using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RxRecs.Kafka.RealBroker;

namespace RxRecs.Kafka.Settings;

/// <summary>A real broker with passwords and permissions: the embedded one has neither.</summary>
[Category("Broker")]
public sealed class SecuredBrokerTests
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    private static readonly AclBinding[] Permissions =
    [
        Allow(ResourceType.Topic, "open", AclOperation.Read), Allow(ResourceType.Group, "mine", AclOperation.Read),
        Allow(ResourceType.Topic, "seen", AclOperation.Describe), Allow(ResourceType.Topic, "opne", AclOperation.Read),
    ];

    private static KafkaCluster? _cluster;

    [OneTimeSetUp]
    public static async Task Start()
    {
        _cluster = KafkaCluster.Start(extra: Properties, listeners: "SASL_PLAINTEXT");
        using var admin = new AdminClientBuilder(_cluster.Settings.ToClientProperties()).Build();
        await admin.CreateTopicsAsync(
            new[] { "open", "closed", "seen" }
                .Select(name => new TopicSpecification { Name = name, NumPartitions = 3 }));
        await admin.CreateAclsAsync(Permissions);
        await InForce(admin).WaitAsync(Patience);
    }

    [OneTimeTearDown]
    public static void Stop() => _cluster?.Dispose();

    [Test]
    public async Task RunAsync_AllAllowed_CountsPartitions() =>
        Assert.That((await Check("reader-secret", "open", "mine"))["open"].Partitions, Is.EqualTo(3));

    // No permission on any group but "mine" is given. Long enough for the client to ask for a coordinator.
    [Test]
    public void Reading_WithoutAGroup_NeedsNoPermissionOnOne([Values] ReadingMode mode)
    {
        TestTopic.WriteNumbers(_cluster!.Settings, "open", 3, 30);
        using var reader = new NumberReader(
            mode,
            As("reader-secret"),
            new KafkaPipelineOptions
            {
                Topics = ["open"],
                Start = KafkaStart.Beginning,
                End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(4)),
            });

        Assert.That(reader.End.Wait(Patience), Is.True, reader.ToString());
        Assert.That(reader.End.Result, Is.Null, reader.ToString());
        Assert.That(reader.Seen.Distinct(), Is.EquivalentTo(Enumerable.Range(0, 30)));
    }

    [Test]
    [Category("Slow")]
    public Task Reading_PermissionOnTheTopicIsTakenAway_IsAnErrorThatNamesIt(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol) =>
        TakeAway(ResourceType.Topic, mode, protocol);

    [Test]
    [Category("Slow")]
    public Task Reading_PermissionOnTheGroupIsTakenAway_IsAnErrorThatNamesIt(
        [Values] ReadingMode mode, [Values] KafkaGroupProtocol protocol) =>
        TakeAway(ResourceType.Group, mode, protocol);

    [Test]
    public async Task FindAsync_WrongPassword_SaysSo()
    {
        using var topics = new KafkaTopics(As("wrong-secret")) { Timeout = TimeSpan.FromSeconds(3) };

        var failure = await Assert.ThrowsAsync<KafkaFailureException>(() => topics.FindAsync("open"));

        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.NotAuthenticated), failure.Message);
        Assert.That(failure.Message, Does.Contain("credentials").And.Not.Contain("wrong-secret"));
    }

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

    private static async Task TakeAway(ResourceType kind, ReadingMode mode, KafkaGroupProtocol? protocol)
    {
        var (topic, group) = ($"t{Guid.NewGuid():N}", $"g{Guid.NewGuid():N}");
        AclBinding[] mine =
        [
            Allow(ResourceType.Topic, topic, AclOperation.Read), Allow(ResourceType.Group, group, AclOperation.Read),
        ];
        using var admin = new AdminClientBuilder(_cluster!.Settings.ToClientProperties()).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 2 }]);
        await admin.CreateAclsAsync(mine);
        TestTopic.WriteNumbers(_cluster.Settings, topic, 2, 30);
        Assert.That(Eventually.Is(() => IsAllowed(topic, group), Patience), Is.True, "no broker has heard of it");
        using var reader = new NumberReader(mode, As("reader-secret"), new KafkaPipelineOptions
        {
            Topics = [topic],
            Start = KafkaStart.Beginning,
            Group = protocol is null ? null : group,
            GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
        });
        reader.Reaches(each => each.IsAtEnd);

        await admin.DeleteAclsAsync([mine.Single(each => each.Pattern.Type == kind).ToFilter()]);
        TestTopic.WriteNumbers(_cluster.Settings, topic, 2, 30, first: 30);

        Assert.That(reader.End.Wait(Patience), Is.True, $"it goes on: {reader}");
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        var failure = (KafkaFailureException)reader.End.Result!;
        Assert.That(failure.Failure, Is.EqualTo(KafkaFailure.NotAuthorized), failure.Message);
        Assert.That(failure.Message, Does.Contain(kind == ResourceType.Topic ? $"'{topic}'" : $"'{group}'"));
    }

    private static Task<IReadOnlyDictionary<string, TopicState>> Check(string password, string topic, string group) =>
        new ClusterCheck(As(password)).RunAsync(new ClusterNeeds([topic], Group: group)).WaitAsync(Patience);

    private static bool IsAllowed(string topic, string group)
    {
        try
        {
            return Check("reader-secret", topic, group).GetAwaiter().GetResult().Count == 1;
        }
        catch (KafkaFailureException)
        {
            return false;
        }
    }

    private static KafkaSettings As(string password) => new()
    {
        BootstrapServers = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_cluster!.PortOf(0)}"),
        Client = new Dictionary<string, string>
        {
            ["security.protocol"] = "sasl_plaintext",
            ["sasl.mechanism"] = "PLAIN",
            ["sasl.username"] = "reader",
            ["sasl.password"] = password,
        },
    };

    // The controller confirms permissions before the broker has heard of them.
    private static async Task InForce(IAdminClient admin)
    {
        var any = new AclBindingFilter
        {
            PatternFilter = new ResourcePatternFilter
            {
                Type = ResourceType.Any,
                ResourcePatternType = ResourcePatternType.Any,
            },
            EntryFilter = new AccessControlEntryFilter
            {
                Operation = AclOperation.Any,
                PermissionType = AclPermissionType.Any,
            },
        };
        while ((await admin.DescribeAclsAsync(any)).AclBindings.Count < Permissions.Length)
        {
            await Task.Delay(20);
        }
    }

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

    private static string Properties => string.Join(
        ';',
        "sasl.enabled.mechanisms=PLAIN",
        "listener.name.own0.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
            + @" user_reader=""reader-secret""\u003B",
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users=User:ANONYMOUS");
}
