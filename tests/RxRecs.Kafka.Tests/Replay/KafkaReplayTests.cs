using System.Buffers;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Text;
using Microsoft.Reactive.Testing;
using RxRecs.Kafka.Embedded;
using RxRecs.Kafka.Replay;

namespace RxRecs.Kafka.Tests.Replay;

public sealed class KafkaReplayTests : BrokerTests
{
    private const string Topic = "events";

    [SetUp]
    public void MakeTopic() => NewTopic(4, name: Topic);

    [Test]
    public async Task RunAsync_AllRows_AreKeyedByUserInOrder()
    {
        var summary = await KafkaReplay.RunAsync(Settings, Rows(1_000), Options());
        Assert.That(summary.Completed, Is.True);
        Assert.That((summary.Totals.Sent, summary.Totals.Confirmed), Is.EqualTo((1_000L, 1_000L)));
        Assert.That(summary.ResumeAfter, Is.EqualTo(1_000));
        var records = TopicReader.Read(Settings, Topic, 1_000);
        Assert.That(
            records.GroupBy(record => record.Partition.Value).Select(group => group.Select(LineOf)), Has.All.Ordered);
        Assert.That(
            records.Where(record => record.Message.Key is not null).Select(record => KeyOf(record)),
            Is.All.Matches<string?>(key => long.Parse(key!) is >= 0 and < 17));
    }

    [Test]
    public async Task RunAsync_StampEventTime_IsTheRecordsTimestamp()
    {
        var options = Options() with
        {
            StampEventTime = true,
            EventTimeSelector = static line => DateTimeOffset.UnixEpoch.AddDays(line),
        };
        await KafkaReplay.RunAsync(Settings, Rows(100), options);
        Assert.That(
            TopicReader.Read(Settings, Topic, 100).Select(record => record.Message.Timestamp.UtcDateTime),
            Is.EquivalentTo(Enumerable.Range(1, 100).Select(line => DateTime.UnixEpoch.AddDays(line))));
    }

    [Test]
    public async Task RunAsync_CancelledAtRandomMoments_EveryRowIsThereOnceAfterAll()
    {
        var random = new Random(11);
        var options = Options() with { ResumeSource = "file.csv", Timeout = TimeSpan.FromSeconds(30) };
        for (var round = 0; round < 5; round++)
        {
            using var stop = new CancellationTokenSource();
            var upTo = random.Next(1, 150);
            await KafkaReplay.RunAsync(
                Settings,
                Rows(1_000),
                options with { Gate = (sent, _) => CancelAt(sent, upTo, stop) },
                cancellationToken: stop.Token);
        }

        var summary = await KafkaReplay.RunAsync(Settings, Rows(1_000), options);
        Assert.That(summary.Totals.AlreadyThere, Is.Positive);
        var lines = TopicReader.Read(Settings, Topic, 1_000).Select(LineOf);
        Assert.That(lines, Is.EquivalentTo(Enumerable.Range(1, 1_000)));
    }

    [Test]
    public async Task RunAsync_CancelledPaced_SummarySaysWhereToGoOn()
    {
        using var stop = new CancellationTokenSource();
        var options = Options() with
        {
            Speed = 1e9,
            EventTimeSelector = static line => DateTimeOffset.UnixEpoch.AddSeconds(line),
        };
        var first = await KafkaReplay.RunAsync(
            Settings,
            Rows(500),
            options with { Gate = (sent, _) => CancelAt(sent, 100, stop), Scheduler = NewThreadScheduler.Default },
            cancellationToken: stop.Token);
        Assert.That(first.Completed, Is.False);
        Assert.That(first.ResumeAfter, Is.Not.Null);
        var second = await KafkaReplay.RunAsync(
            Settings, Rows(500), options with { StartAfter = first.ResumeAfter!.Value });
        Assert.That(second.Completed, Is.True);
        var lines = TopicReader.Read(Settings, Topic, 500).Select(LineOf);
        Assert.That(lines, Is.EquivalentTo(Enumerable.Range(1, 500)));
    }

    [Test]
    public async Task RunAsync_CancelledWhileABrokerThatIsGoneConfirmsNothing_Ends()
    {
        using var stop = new CancellationTokenSource();
        var options = Options() with
        {
            ResumeSource = "file.csv",
            Timeout = TimeSpan.FromSeconds(1),
            Gate = (sent, _) => GoesDownAt(sent, 1),
        };
        var rows = Rows(20).Concat(CancelSoon());
        var summary = await KafkaReplay.RunAsync(Settings, rows, options, cancellationToken: stop.Token)
            .WaitAsync(Patience);
        Assert.That(summary.Totals.Sent, Is.EqualTo(20));
        Assert.That(summary.Totals.Confirmed, Is.LessThan(20));
        Assert.That((summary.Completed, summary.ResumeAfter), Is.EqualTo((false, (long?)null)));

        void GoesDownAt(long sent, int row)
        {
            if (sent == row)
            {
                Broker.Faults.SetDown();
            }
        }

        // All rows have been sent by then, and their confirmations are waited for.
        IEnumerable<(long Position, int Value)> CancelSoon()
        {
            stop.CancelAfter(TimeSpan.FromSeconds(1));
            yield break;
        }
    }

    [TestCase("")]
    [TestCase("user/")]
    public async Task RunAsync_Share_TakesUsersWholeOrNotAtAll(string prefix)
    {
        Id User(int line) => UserOf(line, 100) is { IsNone: false } user ? Id.Parse(prefix + user) : Id.None;
        var summary = await KafkaReplay.RunAsync(
            Settings,
            Rows(1_000),
            Options() with { UserSelector = User, Share = 0.3, ShareSeed = 4 });
        var records = TopicReader.Read(Settings, Topic, (int)summary.Totals.Sent);
        var users = records.Where(record => record.Message.Key is not null)
            .Select(record => Id.Parse(KeyOf(record)!)).ToHashSet();
        Assert.That(users, Has.Count.InRange(15, 45));
        var expected = Rows(1_000).Count(row => users.Contains(User(row.Value)));
        Assert.That(records.Count(record => record.Message.Key is not null), Is.EqualTo(expected));
        Assert.That(summary.Totals.NotSampled + summary.Totals.Sent, Is.EqualTo(1_000));
    }

    [Test]
    public async Task RunAsync_ResumableOverForeignRecords_RefusesWithWhatToDo()
    {
        await KafkaReplay.RunAsync(Settings, Rows(50), Options());
        var error = await Assert.ThrowsAsync<KafkaFailureException>(() => KafkaReplay.RunAsync(
            Settings, Rows(50), Options() with { ResumeSource = "file.csv" }));
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.Checkpoint));
    }

    [Test]
    public async Task RunAsync_ResumableIntoAPartitionWithoutLeader_SaysSo()
    {
        Broker.Faults.SetLeader(Topic, 2, MockFaults.NoBroker);

        var failure = await Assert.ThrowsAsync<KafkaFailureException>(
            () => KafkaReplay.RunAsync(Settings, Rows(10), Options() with { ResumeSource = "file.csv" }));

        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.Other));
        Assert.That(failure.Message, Does.Contain($"{Topic}[2] has no leader"));
    }

    [Test]
    public async Task RunAsync_ResumableIntoNoTopic_IsAnErrorThatNamesIt()
    {
        var failure = await Assert.ThrowsAsync<KafkaFailureException>(
            () => KafkaReplay.RunAsync(
                Settings, Rows(10), Options() with { Topic = "evnets", ResumeSource = "file.csv" }));

        Assert.That(failure!.Failure, Is.EqualTo(KafkaFailure.MissingTopic));
        Assert.That(failure.Message, Does.Contain("'evnets'").And.Contain(Topic));
    }

    [Test]
    public async Task RunAsync_SourcesThatTakeTurns_EachRowIsThereOnce()
    {
        string[] sources = ["a.csv", "b.csv", "c.csv"];
        foreach (var rows in new[] { 60, 60, 200 })
        {
            foreach (var source in sources)
            {
                await KafkaReplay.RunAsync(Settings, Rows(rows), Options() with { ResumeSource = source });
            }
        }

        var lines = TopicReader.Read(Settings, Topic, 3 * 200).Select(LineOf);
        Assert.That(lines, Is.EquivalentTo(sources.SelectMany(_ => Enumerable.Range(1, 200))));
        var again = await KafkaReplay.RunAsync(Settings, Rows(200), Options() with { ResumeSource = "a.csv" });
        Assert.That((again.Totals.Sent, again.Totals.AlreadyThere), Is.EqualTo((0, 200)));
    }

    [Test]
    public async Task RunAsync_OtherShareBehindAnotherSource_IsRefused()
    {
        var options = Options() with { ResumeSource = "a.csv", Share = 0.9 };
        await KafkaReplay.RunAsync(Settings, Rows(60), options);
        await KafkaReplay.RunAsync(Settings, Rows(60), Options() with { ResumeSource = "b.csv" });

        var error = await Assert.ThrowsAsync<KafkaFailureException>(
            () => KafkaReplay.RunAsync(Settings, Rows(60), options with { Share = 0.8 }));
        Assert.That(error!.Message, Does.Contain("another share"));
    }

    [Test]
    public async Task RunAsync_MoreSourcesThanARecordCanTellOf_AreRefusedAndTheOthersGoOn()
    {
        var single = NewTopic(1, name: "single");
        var options = Options() with { Topic = single };
        var names = Enumerable.Range(0, 17).Select(number => $"{number}.csv").ToList();
        foreach (var name in names)
        {
            await KafkaReplay.RunAsync(Settings, Rows(1), options with { ResumeSource = name });
        }

        var error = await Assert.ThrowsAsync<KafkaFailureException>(
            () => KafkaReplay.RunAsync(Settings, Rows(1), options with { ResumeSource = "17.csv" }));
        Assert.That(error!.Message, Does.Contain("17 sources"));
        foreach (var name in names)
        {
            var summary = await KafkaReplay.RunAsync(Settings, Rows(1), options with { ResumeSource = name });
            Assert.That(summary.Totals.Sent, Is.Zero, name);
        }
    }

    [Test]
    public async Task RunAsync_EmptyTopicIntoWhichABatchIsStillOnItsWay_SeesIt()
    {
        Broker.Faults.StartTracking();
        using var sink = new KafkaSink<int>(Settings, new KafkaSinkOptions<int>
        {
            Topic = Topic,
            Write = static (line, writer) => writer.Write(KafkaKey.Of(line)),
            PartitionSelector = static _ => 0,
        });
        sink.Connect();

        var replay = KafkaReplay.RunAsync(Settings, Rows(50), Options() with { ResumeSource = "file.csv" });
        var looked = Eventually.Is(
            () => Broker.Faults.Requests().Count(each => each.Kind == KafkaRequest.ListOffsets) >= 3, Patience);
        Observable.Return(1).Subscribe(sink);

        Assert.That(looked, Is.True, "partition 0, of two requests at the most, was looked at");
        var error = await Assert.ThrowsAsync<KafkaFailureException>(() => replay);
        Assert.That(error!.Failure, Is.EqualTo(KafkaFailure.Checkpoint));
    }

    [Test]
    public async Task RunAsync_PositionsThatFall_AreRefused()
    {
        (long Position, int Value)[] rows = [new(2, 2), new(1, 1)];
        await Assert.ThrowsAsync<ArgumentException>(() => KafkaReplay.RunAsync(Settings, rows, Options()));
    }

    [TestCase(60, new[] { 0, 1, 1.05, 1.05, 1.05, 60 })]
    [TestCase(1, new[] { 0, 60, 63, 63, 63, 3600.0 })]
    public async Task RunAsync_Paced_RowsLeaveWhenTheyAreDueAndOverdueOnesAtOnce(double speed, double[] expected)
    {
        int[] happened = [0, 60, 63, 63, 30, 3600];
        var scheduler = new TestScheduler();
        var left = new List<(int Row, TimeSpan At)>();
        var options = Options() with
        {
            Speed = speed,
            EventTimeSelector = row => DateTimeOffset.UnixEpoch.AddSeconds(happened[row - 1]),
            Write = (row, writer) =>
            {
                left.Add((row, TimeSpan.FromTicks(scheduler.Clock)));
                writer.Write(KafkaKey.Of(row));
            },
        };

        var replay = KafkaReplay.RunAsync(Settings, Rows(happened.Length), options with { Scheduler = scheduler });
        Assert.That(left, Is.Empty, "before the clock runs");
        scheduler.Start();
        await replay.WaitAsync(Patience);

        Assert.That(
            left.Select(each => (each.Row, each.At - left[0].At)),
            Is.EqualTo(expected.Select((seconds, index) => (index + 1, TimeSpan.FromSeconds(seconds)))));
        Assert.That(
            TopicReader.Read(Settings, Topic, happened.Length).Select(LineOf),
            Is.EquivalentTo(Enumerable.Range(1, happened.Length)));
    }

    private static void CancelAt(long sent, int upTo, CancellationTokenSource stop)
    {
        if (sent == upTo)
        {
            stop.Cancel();
        }
    }

    private static IEnumerable<(long Position, int Value)> Rows(int count) =>
        Enumerable.Range(1, count).Select(line => ((long)line, line));

    private static Id UserOf(int line, int users) => line % 10 == 0 ? Id.None : line * 7L % users;

    private static KafkaReplayOptions<int> Options() => new()
    {
        Topic = Topic,
        Write = static (line, writer) => writer.Write(KafkaKey.Of(line)),
        UserSelector = static line => UserOf(line, 17),
    };

    private static int LineOf(Confluent.Kafka.ConsumeResult<byte[], byte[]> record) =>
        int.Parse(Encoding.UTF8.GetString(record.Message.Value));

    private static string KeyOf(Confluent.Kafka.ConsumeResult<byte[], byte[]> record) =>
        Encoding.UTF8.GetString(record.Message.Key);
}
