using Confluent.Kafka;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Source;

/// <summary>Tests of when a partition counts as standing still, on a clock that is put forward and with a broker that
/// says what it is told to.</summary>
public sealed class StallWatchTests
{
    private readonly JumpingClock _clock = new();
    private readonly List<string> _notices = [];
    private readonly List<TopicPartitionOffset> _anew = [];
    private readonly OwnedPartitions _owned = new(onlyTopic: "topic");
    private readonly OwnedPartition _partition =
        new(new TopicPartition("topic", 0), 1, new ConsumerTelemetry(null).Partition(new TopicPartition("topic", 0)));

    private Inbox _inbox = null!;
    private StallWatch _watch = null!;
    private long _end = 10;
    private int _questions;

    [SetUp]
    public void Begin()
    {
        var options = new KafkaSourceOptions
        {
            Topics = ["topic"],
            Start = KafkaStart.Beginning,
            TimeProvider = _clock,
            Notices = System.Reactive.Observer.Create<KafkaNotice>(each => _notices.Add(each.Text)),
        };
        var reading = new Reading(
            new KafkaSettings { BootstrapServers = "localhost" }, options, null!, null!, CancellationToken.None);
        (_partition.IsBegun, _partition.NextOffset) = (true, 7);
        _owned.Add(_partition);
        _inbox = new Inbox(_owned);
        _watch = new StallWatch(reading, _owned, _inbox, Ask, _anew.Add);
    }

    [TearDown]
    public void End() => _partition.Dispose();

    [Test]
    public void Look_MoreIsThereForAnInterval_FetchesAnewOnceAtEachPosition()
    {
        Look(3);
        Assert.That(_anew, Is.EqualTo([new TopicPartitionOffset("topic", 0, 7)]));
        Assert.That(_notices, Is.EqualTo([
            "topic[0] stands still at offset 7, although a broker has told of records up to 9: it is fetched anew."]));
        Look(5);
        Assert.That(_anew, Has.Count.EqualTo(1), "what is under way is to arrive");

        _partition.NextOffset = 8;
        Look(3);
        Assert.That(_anew.Select(each => each.Offset.Value), Is.EqualTo([7, 8]));
    }

    [Test]
    public void Look_WithinTheInterval_AsksNothing()
    {
        for (var i = 0; i < 20; i++)
        {
            _clock.Jump(StallWatch.Interval / 30);
            _watch.Look();
        }

        Assert.That((_questions, _anew.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Look_RecordComesBeforeEachLook_AsksNothing()
    {
        for (var i = 0; i < 5; i++)
        {
            _partition.NextOffset++;
            Look(1);
        }

        Assert.That((_questions, _anew.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Look_RecordComesAfterTheAnswer_IsNoStall()
    {
        Look(2);
        _partition.NextOffset++;
        Look(1);

        Assert.That((_questions, _anew.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(7, 0, 7, TestName = "Look_AllIsRead_IsNoStall")]
    [TestCase(7, 10, 10, TestName = "Look_TransactionsEndIsPassed_IsNoStall")]
    [TestCase(7, 0, 5, TestName = "Look_TopicHasLostRecords_IsNoStall")]
    [TestCase(-1, 0, 10, TestName = "Look_PositionIsNotKnown_IsNoStall")]
    public void Look_NothingIsMissing_IsNoStall(long next, long seenEnd, long end)
    {
        (_partition.NextOffset, _partition.SeenEnd, _end) = (next, seenEnd, end);
        Look(5);

        Assert.That(_anew, Is.Empty);
    }

    [Test]
    public void Look_PartitionIsNotAwaited_IsNoStall([Range(0, 4)] int why)
    {
        _partition.IsPaused = why == 0;
        _partition.IsCompleted = why == 1;
        _partition.IsGone = why == 2;
        _partition.IsBegun = why != 3;
        if (why == 4)
        {
            _inbox.Add(new ConsumeResult<byte[], byte[]> { Topic = "topic", Partition = 0, Offset = 7 });
        }

        Look(5);

        Assert.That((_questions, _anew.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Look_NobodyAnswers_IsNoStall()
    {
        _end = -1;
        Look(5);

        Assert.That((_questions, _anew.Count), Is.EqualTo((4, 0)));
    }

    [Test]
    public void Forget_BeforeTheAnswerIsTaken_BeginsAnew()
    {
        Look(2);
        _watch.Forget();
        Look(2);
        Assert.That(_anew, Is.Empty);
        Look(1);
        Assert.That(_anew, Has.Count.EqualTo(1));
    }

    private void Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Jump(StallWatch.Interval);
            _watch.Look();
        }
    }

    private Task<QuietAnswer> Ask(IEnumerable<OwnedPartition> partitions)
    {
        _questions++;
        return _end < 0
            ? Task.FromException<QuietAnswer>(new KafkaException(new Error(ErrorCode.Local_TimedOut)))
            : Task.FromResult(new QuietAnswer(partitions.ToDictionary(each => each.Id, _ => _end), TimeSpan.Zero));
    }
}
