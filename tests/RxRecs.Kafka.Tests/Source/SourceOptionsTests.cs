using Confluent.Kafka;

namespace RxRecs.Kafka.Source;

/// <summary>Options that contradict each other are refused before anything is asked of a broker.</summary>
public sealed class SourceOptionsTests
{
    private static readonly KafkaSettings Settings = new() { BootstrapServers = "127.0.0.1:1" };

    private static readonly KafkaSourceOptions Options = new() { Topics = ["events"], Start = KafkaStart.Beginning };

    private static readonly TestCaseData[] Contradictions =
    [
        new TestCaseData(Options with { InstanceId = "member-1" }, "Group").SetName("InstanceId without Group"),
        new TestCaseData(
            Options with { Start = KafkaStart.From([new TopicPartitionOffset("event", 0, 5)]) },
            "'event'").SetName("Start of another topic"),
        new TestCaseData(
            new KafkaPipelineOptions
            {
                Topics = ["events"], Start = KafkaStart.Beginning, Name = "trends", Store = new InMemorySnapshotStore(),
            },
            "RunPartitions").SetName("Store without pipelines"),
    ];

    [TestCaseSource(nameof(Contradictions))]
    public void FromTopics_OptionsContradictEachOther_AreRefusedAtOnce(KafkaSourceOptions options, string advice)
    {
        Assert.That(
            () => KafkaSource.FromTopics(Settings, options, TestTopic.Numbers),
            Throws.ArgumentException.With.Message.Contains(advice));
        Assert.That(
            () => KafkaSource.FromTopicsByEventTime(
                Settings, options, new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero }, TestTopic.Numbers),
            Throws.ArgumentException.With.Message.Contains(advice));
    }

    [Test]
    public void RunPartitions_StoreWithoutAName_IsRefused()
    {
        var options = new KafkaPipelineOptions
        {
            Topics = ["events"],
            Start = KafkaStart.Beginning,
            Store = new InMemorySnapshotStore(),
        };

        Assert.That(
            () => KafkaSource.RunPartitions(Settings, options, TestTopic.Numbers, records => records),
            Throws.ArgumentException.With.Message.Contains("Name"));
    }

    [Test]
    public void Options_Null_IsRefusedByName()
    {
        Assert.That(() => Options with { Start = null! }, Throws.ArgumentNullException.With.Message.Contains("Start"));
        Assert.That(() => Options with { Limits = null! }, Throws.ArgumentNullException.With.Message.Contains("Limits"));
    }

    [Test]
    public void Options_ImpossibleNumbers_AreRefused()
    {
        Assert.That(() => Options with { SessionTimeout = TimeSpan.Zero }, OutOfRange);
        Assert.That(() => Options with { MaxPollInterval = -TimeSpan.FromSeconds(1) }, OutOfRange);
        Assert.That(() => Options with { ExpectedPartitions = 0 }, OutOfRange);
        Assert.That(() => Options with { CommitInterval = TimeSpan.Zero }, OutOfRange);
    }

    [Test]
    public void Topics_ListOfTheCaller_IsCopied()
    {
        List<string> topics = ["events"];
        var options = Options with { Topics = topics };

        topics.Add("others");

        Assert.That(options.Topics, Is.EqualTo(new[] { "events" }));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint OutOfRange =>
        Throws.InstanceOf<ArgumentOutOfRangeException>();
}
