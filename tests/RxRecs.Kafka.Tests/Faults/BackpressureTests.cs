using System.Collections.Concurrent;
using System.Reactive;
using System.Reactive.Concurrency;
using RxRecs.Kafka.Embedded;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// Somebody behind the source blocks for several times as long as a member may be silent: it stays in its group,
/// fetches nothing more, and nothing is lost or comes again.
/// </summary>
public sealed class BackpressureTests : BrokerTests
{
    private const int Records = 2000;

    [TestCase(KafkaGroupProtocol.Consumer, 3, 12)]
    [TestCase(KafkaGroupProtocol.Classic, 3, 12)]
    [TestCase(KafkaGroupProtocol.Consumer, 10, 60, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Classic, 10, 60, Explicit = true, Category = "Long")]
    public void Observer_Blocks_StaysInTheGroupAndFetchesNothing(
        KafkaGroupProtocol protocol, int maxPollInterval, int seconds) =>
        Block(protocol, TimeSpan.FromSeconds(maxPollInterval), TimeSpan.FromSeconds(seconds));

    [TestCase(KafkaGroupProtocol.Consumer)]
    [TestCase(KafkaGroupProtocol.Classic)]
    public void Revocation_WhileAPipelineBlocks_ComesWithTheRecordAtHandDone(KafkaGroupProtocol protocol)
    {
        Start(out var members, out var writer, out var gate, protocol);
        using (gate)
        using (writer)
        using (members)
        {
            members.Add();
            writer.Write(400);
            members.WaitFor(() => members.StoodIn > 0, "the other thread steps in");
            members.Add();
            Broker.Faults.ClearRequests();
            WaitForRequests(protocol == KafkaGroupProtocol.Consumer
                ? KafkaRequest.ConsumerGroupHeartbeat : KafkaRequest.Heartbeat, 15);
            gate.Set();
            members.WaitFor(() => members.Results >= writer.Count, "all records");
            writer.Write(400);
            members.WaitFor(() => members.Results >= writer.Count, "all records after it");
            members.Dispose();

            members.AssertExact(writer.Written);
            Assert.That(members.Contradictions, Is.Zero);
            Assert.That(members.Live, Is.Zero);
        }
    }

    [Test]
    public void Loss_WhileAPipelineBlocks_CountsStayExact()
    {
        Start(out var members, out var writer, out var gate, KafkaGroupProtocol.Consumer);
        using (gate)
        using (writer)
        using (members)
        {
            members.Add();
            writer.Write(400);
            members.WaitFor(() => members.StoodIn > 0, "the other thread steps in");
            Broker.Faults.ClearRequests();
            Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, Confluent.Kafka.ErrorCode.UnknownMemberId);
            WaitForRequests(KafkaRequest.ConsumerGroupHeartbeat, 1);
            gate.Set();
            members.WaitFor(() => members.Results >= writer.Count, "all records");
            members.Dispose();

            members.AssertExact(writer.Written);
            Assert.That((members.Contradictions, members.Lost), Is.EqualTo((0, 1)));
        }
    }

    [Test]
    public void Cancellation_WhileAPipelineBlocks_EndsAfterTheRecordAndTheNextRunGoesOn()
    {
        Start(out var members, out var writer, out var gate, KafkaGroupProtocol.Consumer);
        using (gate)
        using (writer)
        using (members)
        {
            members.Add();
            writer.Write(400);
            members.WaitFor(() => members.StoodIn > 0, "the other thread steps in");
            members.Cancel(0);
            gate.Set();
            members.Remove(0);
            Assert.That(members.Live, Is.Zero);
            members.Add();
            members.WaitFor(() => members.Results >= writer.Count, "all records");
            members.Dispose();

            members.AssertExact(writer.Written);
            Assert.That(members.Contradictions, Is.Zero);
        }
    }

    private void Start(
        out Members members, out NumberWriter writer, out ManualResetEventSlim gate, KafkaGroupProtocol protocol)
    {
        var topic = NewTopic(4);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        Broker.Faults.StartTracking();
        writer = new NumberWriter(Settings, topic, 4);
        var opened = gate = new ManualResetEventSlim();
        members = new Members(Broker, topic, protocol)
        {
            MaxPollInterval = TimeSpan.FromSeconds(6),
            SlowOperator = value =>
            {
                if (value == 150)
                {
                    Assert.That(opened.Wait(Patience), Is.True);
                }
            },
        };
    }

    private void WaitForRequests(KafkaRequest kind, int count) => Assert.That(
        Eventually.Is(() => Broker.Faults.Requests().Count(each => each.Kind == kind) >= count, Patience), Is.True);

    private void Block(KafkaGroupProtocol protocol, TimeSpan maxPollInterval, TimeSpan time)
    {
        var topic = NewTopic(2, numbers: Records);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(300));
        Broker.Faults.StartTracking();
        var seen = new List<KafkaRecord<int>>();
        var notices = new ConcurrentQueue<string>();
        using var cancel = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        var fetches = (Early: 0, Late: 0);
        var bytes = (Early: 0L, Late: 0L);
        Exception? end = null;
        KafkaSource.FromTopics(
            Settings,
            new KafkaSourceOptions
            {
                Topics = [topic],
                Start = KafkaStart.Beginning,
                Group = "group",
                GroupProtocol = protocol,
                SessionTimeout = TimeSpan.FromSeconds(3),
                MaxPollInterval = maxPollInterval,
                CommitInterval = TimeSpan.FromMilliseconds(100),
                Notices = Observer.Create<KafkaNotice>(each => notices.Enqueue(each.Text)),
                Scheduler = ImmediateScheduler.Instance,
            },
            TestTopic.Numbers,
            cancellationToken: cancel.Token).Subscribe(Observer.Create<KafkaRecord<int>>(
                each =>
                {
                    seen.Add(each);
                    if (seen.Count == Records / 2)
                    {
                        // The blocking is what is tested: it is as long as it says.
                        never.Wait(maxPollInterval);
                        TestTopic.WriteNumbers(Settings, topic, 2, Records, first: Records);
                        (fetches.Early, bytes.Early) = Measure();
                        never.Wait(time - maxPollInterval);
                        (fetches.Late, bytes.Late) = Measure();
                    }

                    if (seen.Count == 2 * Records)
                    {
                        cancel.Cancel();
                    }
                },
                error => end = error));

        TestContext.Out.WriteLine($"{fetches}, {bytes.Late - bytes.Early} bytes more after the wait");
        Assert.That(end, Is.Null);
        Assert.That(notices, Has.None.Contains("given our partitions").And.None.Contains("failed"));
        Assert.That(notices, Has.Some.Contains("takes long"));
        Assert.That(fetches.Late, Is.EqualTo(fetches.Early), "fetches while blocked");
        Assert.That(seen.Select(each => each.Value), Is.Unique.And.EquivalentTo(Enumerable.Range(0, 2 * Records)));
        Assert.That(
            seen.GroupBy(each => each.Partition),
            Has.All.Matches<IGrouping<int, KafkaRecord<int>>>(each => IsInOrder(each!)));
    }

    private static bool IsInOrder(IEnumerable<KafkaRecord<int>> records) =>
        records.Select((each, n) => each.Offset == n).All(isRight => isRight);

    private (int Fetches, long Bytes) Measure() =>
        (
            Broker.Faults.Requests().Count(each => each.Kind == KafkaRequest.Fetch),
            GC.GetTotalMemory(forceFullCollection: true));
}
