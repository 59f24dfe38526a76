using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// A broker that has lost a group says so to its members, and the client library gives up: a member joins anew, nothing
/// is lost, and not for ever.
/// </summary>
public sealed class ExpulsionTests : BrokerTests
{
    private const int Partitions = 4;

    [SetUp]
    public void Hurry()
    {
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));

        // The embedded broker goes on counting a member that it has said not to know.
        Broker.Faults.SetGroupSession(TimeSpan.FromSeconds(1));
    }

    [TestCase(1, ErrorCode.GroupIdNotFound)]
    [TestCase(3, ErrorCode.GroupIdNotFound)]
    [TestCase(2, ErrorCode.Unknown)]
    public void RunPartitions_GroupIsLost_JoinsAnewAndCountsAreExact(int count, ErrorCode error)
    {
        var topic = NewTopic(Partitions);
        using var writer = new NumberWriter(Settings, topic, Partitions);
        using var members = new Members(Broker, topic, KafkaGroupProtocol.Consumer);
        for (var member = 0; member < count; member++)
        {
            members.Add();
        }

        for (var round = 1; round <= 3; round++)
        {
            writer.Write(200);
            members.WaitFor(() => members.Results >= writer.Count, $"round {round}");
            var before = members.Rejoined;
            Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, error);
            members.WaitFor(() => members.Rejoined > before, $"joined anew in round {round}");
        }

        writer.Write(200);
        members.WaitFor(() => members.Results >= writer.Count, "the last ones");
        members.Dispose();

        members.AssertExact(writer.Written);
        Assert.That((members.Contradictions, members.Live), Is.EqualTo((0, 0)));
    }

    [Test]
    public void RunPartitions_GroupIsNotFoundWhileAPipelineBlocks_CountsAreExact()
    {
        var topic = NewTopic(Partitions);
        using var writer = new NumberWriter(Settings, topic, Partitions);
        using var gate = new ManualResetEventSlim();
        using var members = new Members(Broker, topic, KafkaGroupProtocol.Consumer)
        {
            MaxPollInterval = TimeSpan.FromSeconds(6),
            SlowOperator = value =>
            {
                if (value == 150)
                {
                    Assert.That(gate.Wait(Patience), Is.True);
                }
            },
        };
        members.Add();
        writer.Write(400);
        members.WaitFor(() => members.StoodIn > 0, "the other thread steps in");
        Broker.Faults.StartTracking();
        Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, ErrorCode.GroupIdNotFound);
        Assert.That(
            Eventually.Is(() => Broker.Faults.Requests().Any(IsHeartbeat), Patience), Is.True, "a heartbeat");
        gate.Set();
        members.WaitFor(() => members.Rejoined > 0, "joined anew");
        members.WaitFor(() => members.Results >= writer.Count, "all records");
        members.Dispose();

        members.AssertExact(writer.Written);
        Assert.That((members.Contradictions, members.Live), Is.EqualTo((0, 0)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task FromTopics_GroupIsNotFound_EachRecordComes(bool byEventTime)
    {
        var topic = NewTopic(Partitions, numbers: 1000);
        var (half, rejoined) = (new TaskCompletionSource(), new TaskCompletionSource());
        var options = Options(topic) with
        {
            Progress = new OnProgress(each => _ = each.Records >= 1000 && half.TrySetResult()),
            Notices = Observer.Create<KafkaNotice>(each =>
                _ = each.Kind == KafkaNoticeKind.Partitions
                    && each.Text.Contains("knows us")
                    && rejoined.TrySetResult()),
        };
        var values = Read(options, byEventTime).Distinct().Take(2000).ToList().ToTask();
        await half.Task.WaitAsync(Patience);

        Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, ErrorCode.GroupIdNotFound);
        await rejoined.Task.WaitAsync(Patience);
        TestTopic.WriteNumbers(Settings, topic, Partitions, 1000, first: 1000);

        Assert.That(await values.WaitAsync(Patience), Is.EquivalentTo(Enumerable.Range(0, 2000)));
    }

    [Test]
    public void Member_IsExpelled_JoinsAnewAndEachRecordComes(
        [Values] ReadingMode mode,
        [Values(ErrorCode.GroupIdNotFound, ErrorCode.UnknownMemberId, ErrorCode.FencedMemberEpoch,
            ErrorCode.InvalidRequest)]
        ErrorCode code) =>
        ComesBack(mode, KafkaGroupProtocol.Consumer, KafkaRequest.ConsumerGroupHeartbeat, code);

    [Test]
    public void ClassicMember_IsExpelled_JoinsAnewAndEachRecordComes(
        [Values] ReadingMode mode,
        [Values(ErrorCode.UnknownMemberId, ErrorCode.IllegalGeneration)] ErrorCode code) =>
        ComesBack(mode, KafkaGroupProtocol.Classic, KafkaRequest.Heartbeat, code);

    [Test]
    public void Member_NobodySaysWhereToBegin_WaitsAndEachRecordComes([Values] ReadingMode mode)
    {
        var topic = NewTopic(Partitions, numbers: 1000);
        using var reader = new NumberReader(
            mode, Settings with { ConnectTimeout = TimeSpan.FromSeconds(1) }, Options(topic));
        reader.Reaches(static each => each.Seen.Count >= 1000);

        Broker.Faults.FailNext(
            KafkaRequest.OffsetFetch, [.. Enumerable.Repeat(ErrorCode.GroupLoadInProgress, 10_000)]);
        Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, ErrorCode.GroupIdNotFound);
        reader.Reaches(static each => each.HasHeard("Nobody says where our partitions begin"));
        Broker.Faults.StopFailing(KafkaRequest.OffsetFetch);
        TestTopic.WriteNumbers(Settings, topic, Partitions, 1000, first: 1000);

        reader.Reaches(static each => each.Seen.Distinct().Count() == 2000);
    }

    [Test]
    public async Task FromTopics_GroupIsNeverFound_EndsWithThatError()
    {
        var topic = NewTopic(Partitions);
        Broker.Faults.FailNext(
            KafkaRequest.ConsumerGroupHeartbeat, [.. Enumerable.Repeat(ErrorCode.GroupIdNotFound, 1000)]);

        var reading = Read(Options(topic), byEventTime: false, TimeSpan.FromSeconds(2)).ToList().ToTask();
        var error = await Assert.ThrowsAsync<KafkaFailureException>(() => reading.WaitAsync(Patience));

        Assert.That(error!.Message, Does.Contain("GroupIdNotFound"));
    }

    [Test]
    public async Task FromTopics_AnotherHasOurInstanceId_EndsAtOnce()
    {
        var topic = NewTopic(Partitions);
        Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, ErrorCode.FencedInstanceId);

        var reading = Read(Options(topic) with { InstanceId = "one" }, byEventTime: false).ToList().ToTask();
        var error = await Assert.ThrowsAsync<KafkaFailureException>(() => reading.WaitAsync(Patience));

        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.Fenced));
    }

    private void ComesBack(ReadingMode mode, KafkaGroupProtocol protocol, KafkaRequest heartbeat, ErrorCode code)
    {
        var topic = NewTopic(Partitions, numbers: 1000);
        using var reader = new NumberReader(mode, Settings, Options(topic) with { GroupProtocol = protocol });
        reader.Reaches(each => each.Seen.Count >= 1000);

        Broker.Faults.FailNext(heartbeat, code);
        reader.Reaches(each => each.HasHeard("The group "));
        TestTopic.WriteNumbers(Settings, topic, Partitions, 1000, first: 1000);

        reader.Reaches(each => each.Seen.Distinct().Count() == 2000);
    }

    private static bool IsHeartbeat(MockRequest request) => request.Kind == KafkaRequest.ConsumerGroupHeartbeat;

    private static KafkaPipelineOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = "group",
        GroupProtocol = KafkaGroupProtocol.Consumer,
        SessionTimeout = TimeSpan.FromSeconds(1.5),
        IdleTimeout = TimeSpan.FromSeconds(1),
        CommitInterval = TimeSpan.FromMilliseconds(100),
        Notices = KafkaNotice.Silence,
        Scheduler = NewThreadScheduler.Default,
    };

    private IObservable<int> Read(KafkaSourceOptions options, bool byEventTime, TimeSpan? connectTimeout = null)
    {
        var settings = connectTimeout is { } limit ? Settings with { ConnectTimeout = limit } : Settings;
        return byEventTime
            ? KafkaSource.FromTopicsByEventTime(
                    settings,
                    options,
                    new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero },
                    TestTopic.Numbers)
                .Select(each => each.Value)
            : KafkaSource.FromTopics(settings, options, TestTopic.Numbers).Select(each => each.Value);
    }
}
