using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// A topic that is deleted ends whoever reads it; a broker that is away, and a partition without a leader, do not look
/// like that.
/// </summary>
public sealed class MissingTopicTests : BrokerTests
{
    private const string Topic = "events";

    [Test]
    public void TopicDeleted_WhileItIsRead_IsAnErrorThatSaysSo(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        Fill(2, 10);
        using var reader = new NumberReader(mode, Quick, Options(protocol));
        reader.Reaches(each => each.IsAtEnd);

        Broker.Faults.DeleteTopic(Topic);

        reader.EndsWithout(Topic);
    }

    // The client itself says nothing of it for 30 s.
    [Test]
    public void TopicDeleted_SettingsOfTheClient_IsAnErrorWithinConnectTimeout(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        Fill(2, 10);
        using var reader = new NumberReader(mode, Settings, Options(protocol));
        reader.Reaches(each => each.IsAtEnd);

        Broker.Faults.DeleteTopic(Topic);

        reader.EndsWithout(Topic, Settings.ConnectTimeout);
    }

    [Test]
    public void TopicMadeAnew_WhileItIsRead_IsAnErrorThatSaysSo([Values] ReadingMode mode)
    {
        Fill(2, 10);
        using var reader = new NumberReader(mode, Settings, Options(null));
        reader.Reaches(each => each.IsAtEnd);

        MakeAnew(100);

        Assert.That(reader.End.Wait(Patience), Is.True, reader.ToString());
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        Assert.That(((KafkaFailureException)reader.End.Result!).Failure, Is.EqualTo(KafkaFailure.DataExpired));
        Assert.That(reader.End.Result!.Message, Does.Contain($"'{Topic}' was deleted and made anew"));
    }

    [Test]
    public void TopicMadeAnew_BeginAnewAskedFor_AllOfTheNewOneIsRead([Values] ReadingMode mode)
    {
        Fill(2, 10);
        using var reader = new NumberReader(
            mode,
            Settings,
            Options(null) with { RestartOnNewTopic = true, End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(5)) });
        reader.Reaches(each => each.IsAtEnd);

        MakeAnew(100);

        Assert.That(reader.End.Wait(Patience), Is.True, reader.ToString());
        Assert.That(reader.End.Result, Is.Null, reader.ToString());
        Assert.That(reader.Seen.Distinct(), Is.EquivalentTo(Enumerable.Range(0, 100)));
    }

    // Longer than the client lets a missing topic pass: it says nothing of it for 30 s.
    [Test]
    public void TopicDeleted_QuietIsAskedFor_IsAnErrorInSeconds([Values] ReadingMode mode)
    {
        Fill(2, 10);
        using var reader = new NumberReader(
            mode, Settings, Options(null) with { End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(3)) });
        reader.Reaches(each => each.IsAtEnd);

        Broker.Faults.DeleteTopic(Topic);

        reader.EndsWithout(Topic, TimeSpan.FromSeconds(20));
    }

    [TestCase(KafkaGroupProtocol.Classic)]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public void TopicDeleted_NoPartitionInHand_IsAnErrorThatSaysSo(KafkaGroupProtocol protocol)
    {
        Fill(1, 10);
        var options = Options(protocol) with { Group = $"standby-{protocol}" };
        using var assigned = new Assignments(options.Group);
        using var owner = new NumberReader(ReadingMode.FromTopics, Quick, options);
        owner.Reaches(each => each.IsAtEnd);

        var clock = new FastClock(atOnce: false);
        using var reader = new NumberReader(ReadingMode.FromTopics, Quick, options with { TimeProvider = clock });
        Assert.That(
            assigned.Wait(protocol == KafkaGroupProtocol.Classic ? 2 : 1, 2 * Patience), Is.True, reader.ToString());

        // What it does every half minute it does at once by that clock.
        clock.Hurry();

        Broker.Faults.DeleteTopic(Topic);

        reader.EndsWithout(Topic);
        owner.EndsWithout(Topic);
    }

    [Test]
    public void BrokerAway_EventTimeGoesOnWithTheClock_IsWaitedFor([Values] ReadingMode mode)
    {
        Fill(2, 10);
        using var reader = new NumberReader(
            mode,
            Quick,
            Options(null) with
            {
                IdleTimeout = TimeSpan.FromSeconds(1),
                End = KafkaEnd.AfterQuiet(TimeSpan.FromSeconds(5)),
            });
        reader.Reaches(each => each.IsAtEnd);

        Broker.Faults.SetDown();
        reader.Reaches(each => each.HasHeard("A partition is quiet, and so is its broker"));
        Broker.Faults.SetUp();
        TestTopic.WriteNumbers(Settings, Topic, 2, 10, first: 10);

        reader.CompletesWith(Enumerable.Range(0, 20));
    }

    [TestCase(null)]
    [TestCase(KafkaGroupProtocol.Classic)]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public void BrokerAway_EndsWithATask_IsWaitedFor(KafkaGroupProtocol? protocol)
    {
        Fill(2, 10);
        var input = new TaskCompletionSource();
        using var reader = new NumberReader(
            ReadingMode.RunPartitions, Quick, Options(protocol) with { End = KafkaEnd.When(input.Task) });
        reader.Reaches(each => each.IsAtEnd);

        Broker.Faults.SetDown();
        input.SetResult();
        reader.Reaches(each => each.HasHeard("The ends of the topic cannot be found yet"));
        Broker.Faults.SetUp();

        reader.CompletesWith(Enumerable.Range(0, 10));
    }

    [Test]
    public void PartitionWithoutLeader_AtTheStart_IsWaitedFor([Values] ReadingMode mode)
    {
        Fill(2, 10);
        Broker.Faults.SetLeader(Topic, 1, MockFaults.NoBroker);
        Broker.Faults.StartTracking();
        using var reader = new NumberReader(
            mode,
            Settings with { ConnectTimeout = Patience },
            Options(null) with { End = KafkaEnd.EndOfTopic });
        reader.Reaches(_ => Broker.Faults.Requests().Count(each => each.Kind == KafkaRequest.Metadata) > 5);

        Broker.Faults.SetLeader(Topic, 1, 1);

        reader.CompletesWith(Enumerable.Range(0, 10));
    }

    [TestCase(null)]
    [TestCase(KafkaGroupProtocol.Classic)]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public void PartitionWithoutLeader_ForLong_IsAnErrorThatSaysSo(KafkaGroupProtocol? protocol)
    {
        Fill(2, 10);
        Broker.Faults.SetLeader(Topic, 1, MockFaults.NoBroker);
        using var reader = new NumberReader(ReadingMode.FromTopics, Quick, Options(protocol));

        Assert.That(reader.End.Wait(Patience), Is.True, reader.ToString());
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>());
        Assert.That(((KafkaFailureException)reader.End.Result!).Failure, Is.EqualTo(KafkaFailure.Other));
        Assert.That(reader.End.Result.Message, Does.Contain("events[1] has no leader"));
    }

    private void MakeAnew(int numbers)
    {
        Broker.Faults.DeleteTopic(Topic);
        NewTopic(2, numbers, Topic);
    }

    private void Fill(int partitions, int numbers)
    {
        NewTopic(partitions, numbers, Topic);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
    }

    private KafkaSettings Quick => Settings with
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        Client = new Dictionary<string, string>
        {
            ["reconnect.backoff.max.ms"] = "200",
            ["topic.metadata.propagation.max.ms"] = "100",
        },
    };

    private static KafkaPipelineOptions Options(KafkaGroupProtocol? protocol) => new()
    {
        Topics = [Topic],
        Start = KafkaStart.Beginning,
        Group = protocol is null ? null : "group",
        GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
        SessionTimeout = TimeSpan.FromSeconds(20),
    };
}
