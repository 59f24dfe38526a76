using System.Globalization;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Embedded;
using RxRecs.Kafka.Tests.Faults;

namespace RxRecs.Kafka.Source;

public sealed class FromTopicsByEventTimeTests : BrokerTests
{
    [Test]
    public async Task FromTopicsByEventTime_LatenessAboveTheBound_GoesOn()
    {
        var topic = NewTopic(2, numbers: 1000);

        var numbers = await Read(topic, new KafkaMergeOptions
        {
            AllowedLateness = TimeSpan.FromSeconds(400),
            MaxPending = 100,
        });

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 1000)));
    }

    [Test]
    public async Task FromTopicsByEventTime_OnePartitionBehindTheOther_WaitsForItWithinTheBound()
    {
        var topic = NewTopic(2);
        TestTopic.Write(
            Settings, topic, Enumerable.Range(0, 1000).Select(n => (n < 500 ? 1 : 0, (string?)$"{n}")));

        var numbers = await Read(topic, new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero, MaxPending = 10 });

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 1000)));
    }

    [Test]
    public async Task FromTopicsByEventTime_EndsWithATask_ReadsToTheEndThatIsThereThen()
    {
        var topic = NewTopic(4, numbers: 100);
        var inputOver = new TaskCompletionSource();
        var first = new TaskCompletionSource();
        var options = TestTopic.FromBeginningToEnd(topic) with
        {
            End = KafkaEnd.When(inputOver.Task),
        };
        var reading = Source(options, new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero })
            .Do(_ => first.TrySetResult()).ToList().ToTask();

        await first.Task.WaitAsync(Patience);
        TestTopic.WriteNumbers(Settings, topic, 4, 100, first: 100);
        inputOver.SetResult();

        Assert.That(await reading.WaitAsync(Patience), Is.EqualTo(Enumerable.Range(0, 200)));
    }

    [Test]
    public async Task FromTopicsByEventTime_QuietForLong_GivesWhatItHolds()
    {
        var topic = NewTopic(2, numbers: 20);
        var options = TestTopic.FromBeginningToEnd(topic) with
        {
            End = KafkaEnd.AfterQuiet(TimeSpan.FromMilliseconds(50)),
        };

        var numbers = await Source(options, new KafkaMergeOptions { AllowedLateness = TimeSpan.FromHours(1) })
            .ToList().ToTask().WaitAsync(Patience);

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public async Task FromTopicsByEventTime_PartitionLostWhilePaused_GoesOnOnceItIsBack()
    {
        const int Held = 10;
        var topic = NewTopic(2);
        Broker.Faults.SetGroupHeartbeat(TimeSpan.FromMilliseconds(100));
        var (paused, lost) = (new TaskCompletionSource(), new TaskCompletionSource());
        var options = TestTopic.FromBeginningToEnd(topic) with
        {
            End = KafkaEnd.Never,
            Group = "group",
            GroupProtocol = KafkaGroupProtocol.Consumer,
            TimeProvider = new FastClock(),
            Progress = new OnProgress(each => _ = each.Records >= Held && paused.TrySetResult()),
            Notices = Observer.Create<KafkaNotice>(
                each => _ = each.Text.Contains("given our partitions") && lost.TrySetResult()),
        };
        var merge = new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero, MaxPending = Held };
        var reading = Source(options, merge).Take(2 * Held).ToList().ToTask();
        TestTopic.Write(Settings, topic, Enumerable.Range(0, 2 * Held).Select(n => (0, (string?)$"{n}")));
        await paused.Task.WaitAsync(Patience);

        Broker.Faults.FailNext(KafkaRequest.ConsumerGroupHeartbeat, ErrorCode.UnknownMemberId);
        await lost.Task.WaitAsync(Patience);
        TestTopic.Write(Settings, topic, [(1, "100")]);

        Assert.That(await reading.WaitAsync(Patience), Is.EqualTo(Enumerable.Range(0, 2 * Held)));
    }

    [Test]
    public async Task FromTopicsByEventTime_TwoTopics_AreMergedAndKeepTheirNames()
    {
        var (views, carts) = (NewTopic(2, name: "views"), NewTopic(2, name: "carts"));
        foreach (var (topic, first) in new[] { (views, 0), (carts, 1) })
        {
            TestTopic.Write(
                Settings, topic, Enumerable.Range(0, 100).Select(n => (n % 2, (string?)$"{(2 * n) + first}")));
        }

        var records = await Records(
                TestTopic.FromBeginningToEnd(views) with { Topics = [views, carts] },
                new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero })
            .ToList().ToTask().WaitAsync(Patience);

        Assert.That(
            records.Select(each => (each.Value, each.Topic)),
            Is.EqualTo(Enumerable.Range(0, 200).Select(n => (n, n % 2 == 0 ? views : carts))));
    }

    private Task<IList<int>> Read(string topic, KafkaMergeOptions merge) =>
        Source(TestTopic.FromBeginningToEnd(topic), merge).ToList().ToTask().WaitAsync(Patience);

    private IObservable<int> Source(KafkaSourceOptions options, KafkaMergeOptions merge) =>
        Records(options, merge).Select(each => each.Value);

    // The number is the event time, in seconds.
    private IObservable<KafkaRecord<int>> Records(KafkaSourceOptions options, KafkaMergeOptions merge) =>
        KafkaSource.FromTopicsByEventTime(
            Settings,
            options with { Scheduler = NewThreadScheduler.Default },
            merge,
            RecordParser.From(
                record => int.Parse(Encoding.UTF8.GetString(record.Message.Value), CultureInfo.InvariantCulture),
                number => DateTimeOffset.UnixEpoch.AddSeconds(number)));
}
