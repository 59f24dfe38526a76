using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Confluent.Kafka;
using RxRecs.Kafka.Replay;
using RxRecs.Kafka.Tests.Embedded;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// The broker has deleted records that a reader had yet to read, as its retention does: the reader ends with an error
/// that says so, at once, and passes over nothing in silence.
/// </summary>
[Category("Broker")]
[Category("Slow")]
public sealed class ExpiredDataTests
{
    private const int Read = 40;
    private const int Written = 100;
    private static readonly TimeSpan Limit = Eventually.Patience;

    private static KafkaCluster Cluster => SharedCluster.Get();

    [TestCase(true, 70)]
    [TestCase(true, Written)]
    [TestCase(false, 70)]
    [TestCase(false, Written)]
    public void FromTopics_CommittedOffsetIsDeleted_IsAnErrorThatSaysSo(bool toTheEnd, int deleted)
    {
        var options = Options(Cluster.NewTopic(1));
        Fill(options, () => FromTopics(options), deleted);

        var end = toTheEnd ? KafkaEnd.EndOfTopic : KafkaEnd.Never;
        AssertExpired(() => FromTopics(options with { End = end }));
    }

    [TestCase(70)]
    [TestCase(Written)]
    public void RunPartitions_PositionOfItsStateIsDeleted_IsAnErrorThatSaysSo(int deleted)
    {
        var options = Options(Cluster.NewTopic(1)) with
        {
            Store = new InMemorySnapshotStore(),
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(300)),
        };
        Fill(options, () => RunPartitions(options), deleted);

        AssertExpired(() => RunPartitions(options));
    }

    [Test]
    public void Group_CommittedOffsetIsDeletedAndItShallGoOn_ReadsWhatIsLeftAndSaysHowManyAreNot(
        [Values] ReadingMode mode, [Values] bool toTheEnd)
    {
        var deleted = toTheEnd ? Written : 70;
        var options = Options(Cluster.NewTopic(1)) with { ContinueAfterExpiry = true };
        Fill(options, () => FromTopics(options), deleted);

        var end = toTheEnd ? KafkaEnd.EndOfTopic : KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(500));
        using var reader = new NumberReader(mode, Cluster.Settings, options with { End = end });

        reader.CompletesWith(Enumerable.Range(deleted, Written - deleted));
        Assert.That(reader.HasHeard($"{deleted - Read} records of {options.Group}[0] were deleted"), Is.True);
    }

    [Test]
    public void AfterQuiet_PositionBeyondTheEnd_IsAnErrorThatSaysSo([Values] ReadingMode mode)
    {
        var topic = Cluster.NewTopic(1);
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, Read);
        using var reader = new NumberReader(mode, Cluster.Settings, Options(topic) with
        {
            Group = null,
            GroupProtocol = KafkaGroupProtocol.Classic,
            Start = KafkaStart.From([new TopicPartitionOffset(topic, 0, Written)]),
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(100)),
        });

        Assert.That(reader.End.Wait(Limit), Is.True, reader.ToString());
        Assert.That(reader.End.Result, Is.InstanceOf<KafkaFailureException>(), reader.ToString());
        Assert.That(((KafkaFailureException)reader.End.Result!).Failure, Is.EqualTo(KafkaFailure.DataExpired));
    }

    [TestCase(70)]
    [TestCase(Written)]
    public void RunPartitions_PositionOfItsStateIsDeletedAndItShallGoOn_StateAndNumbersGoOn(int deleted)
    {
        var options = Options(Cluster.NewTopic(1)) with
        {
            Store = new InMemorySnapshotStore(),
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(300)),
            ContinueAfterExpiry = true,
        };
        var topic = options.Topics.Single();
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, Read);
        var sum = Enumerable.Range(0, Read).Sum();
        Assert.That(Sums(options)[^1], Is.EqualTo(((long)Read, sum)));
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, Written - Read, first: Read);
        Delete(topic, deleted);

        Assert.That(Sums(options), Is.EqualTo(Enumerable.Range(deleted, Written - deleted)
            .Select((number, n) => (Read + n + 1L, sum += number))));

        // What was passed over is saved as well.
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, 1, first: Written);
        Assert.That(
            Sums(options with { ContinueAfterExpiry = false }),
            Is.EqualTo(new[] { (Read + Written - deleted + 1L, sum + Written) }));
    }

    [Test]
    public void FromTopics_AllBeforeTheCommittedOffsetIsDeleted_GoesOnThere()
    {
        var options = Options(Cluster.NewTopic(1));
        Fill(options, () => FromTopics(options), Read);

        Assert.That(FromTopics(options), Is.EqualTo(Enumerable.Range(Read, Written - Read)));
    }

    [Test]
    public void FromTopics_AnotherGroup_ReadsWhatIsLeft()
    {
        var options = Options(Cluster.NewTopic(1));
        Fill(options, () => FromTopics(options), 70);

        Assert.That(
            FromTopics(options with { Group = options.Group + "-2" }),
            Is.EqualTo(Enumerable.Range(70, Written - 70)));
    }

    [Test]
    public void FromTopics_DeletedAheadOfARunningReader_IsAnErrorThatSaysSo()
    {
        var topic = Cluster.NewTopic(1);
        using (var producer = PlainClient.Producer(Cluster.BootstrapServers, ("batch.num.messages", "1")))
        {
            PlainClient.Produce(producer, topic, 400);
        }

        // The client may have few records ahead, so that the others are still to be fetched.
        var settings = Cluster.Settings with
        {
            Client = new Dictionary<string, string>
            {
                ["queued.min.messages"] = "1",
                ["fetch.message.max.bytes"] = "1000",
            },
        };
        var seen = 0;

        var failure = Assert.Throws<KafkaFailureException>(() => KafkaSource
            .FromTopics(settings, Options(topic), RecordParser.From(record => record.Offset.Value))
            .Do(_ =>
            {
                if (++seen == 1)
                {
                    Delete(topic, 390);
                }
            })
            .LastOrDefaultAsync().Wait());

        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.DataExpired), failure.Message);
        Assert.That(failure.Message, Does.Contain($"Topic '{topic}'"));
        Assert.That(seen, Is.InRange(1, 300));
    }

    [Test]
    public async Task Replay_EventTimeStampedIntoATopicThatForgets_IsRefused()
    {
        using var topics = new KafkaTopics(Cluster.Settings);
        var topic = $"forgets-{Guid.NewGuid():N}";
        await topics.EnsureAsync(new KafkaTopic(topic, 1)
        {
            Config = new Dictionary<string, string> { ["retention.ms"] = "3600000" },
        });
        var options = KafkaReplay.ForInteractions(topic) with { StampEventTime = true };

        var failure = await Assert.ThrowsAsync<KafkaFailureException>(
            () => KafkaReplay.RunAsync(Cluster.Settings, [], options));

        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.BadSetting));
        Assert.That(failure.Message, Does.Contain("keeps records for 1 hours"));
    }

    private static IList<int> FromTopics(KafkaSourceOptions options) =>
        KafkaSource
            .FromTopics(Cluster.Settings, options with { Scheduler = NewThreadScheduler.Default }, TestTopic.Numbers)
            .Select(each => each.Value).Timeout(Limit).ToList().Wait();

    private static IList<int> RunPartitions(KafkaPipelineOptions options) =>
        KafkaSource.RunPartitions(
            Cluster.Settings,
            options with { Scheduler = NewThreadScheduler.Default },
            TestTopic.Numbers,
            records => records.Select(each => each.Value))
            .Select(each => each.Value).Timeout(Limit).ToList().Wait();

    private static IReadOnlyList<(long Sequence, int Sum)> Sums(KafkaPipelineOptions options) =>
        [.. KafkaSource.RunPartitions(
                Cluster.Settings,
                options,
                TestTopic.Numbers,
                records => records.Select(each => each.Value).RunMachine(() => new SumMachine()))
            .ToList().Wait()
            .Select(each => (each.Sequence, each.Value))];

    private static KafkaPipelineOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
        Group = topic,
        GroupProtocol = KafkaGroupProtocol.Consumer,
    };

    // Some are read, then others come, and all before an offset are deleted.
    private static void Fill(KafkaSourceOptions options, Func<IList<int>> read, int deleted)
    {
        var topic = options.Topics.Single();
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, Read);
        Assert.That(read(), Is.EqualTo(Enumerable.Range(0, Read)));
        TestTopic.WriteNumbers(Cluster.Settings, topic, 1, Written - Read, first: Read);
        Delete(topic, deleted);
    }

    private static void Delete(string topic, int before)
    {
        using var admin = PlainClient.Admin(Cluster.Settings);
        admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, before)]).GetAwaiter().GetResult();
    }

    private static void AssertExpired(Func<IList<int>> read)
    {
        var failure = Assert.Throws<KafkaFailureException>(() => read());
        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.DataExpired), failure.Message);
        Assert.That(failure.Message, Does.Contain("deleted"));
    }
}
