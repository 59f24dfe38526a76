using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A partition in which nothing but junk comes, several times within an idle timeout: unreadable records, tombstones,
/// late events and events of 2099. Neither a merge nor a window waits for it, and none of it makes another event late.
/// </summary>
[Category("Broker")]
public sealed class JunkTests
{
    private const int Good = 10;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenJunk = TimeSpan.FromMilliseconds(200);
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddDays(-1);

    // Minutes, the last of them some seventy years ahead.
    private static readonly string?[] Junk = ["junk", null, "-1000", "37000000"];
    private CancellationTokenSource _enough = null!;

    private static KafkaCluster Cluster => SharedCluster.Get();

    private static IRecordParser<int> Minutes { get; } = RecordParser.From(
        static record => int.Parse(record.Message.Value, CultureInfo.InvariantCulture),
        static minute => Start.AddMinutes(minute));

    [SetUp]
    public void Begin() => _enough = new CancellationTokenSource();

    [TearDown]
    public void End() => _enough.Dispose();

    [TestCase(null)]
    [TestCase(KafkaGroupProtocol.Classic, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public async Task Merge_OnePartitionHasJunkAlone_TheOthersAreNotHeldUp(KafkaGroupProtocol? protocol)
    {
        var topic = Fill();
        var (late, dead) = (0, new HashSet<string>());

        var merge = KafkaSource
            .FromTopicsByEventTime(
                Cluster.Settings,
                Options(topic, protocol),
                new KafkaMergeOptions { AllowedLateness = TimeSpan.Zero },
                Minutes,
                _enough.Token)
            .WithSideOutputs()
            .Do(each =>
            {
                late += each is { IsValue: true, Value.Late.Event.Value: >= 0 } ? 1 : 0;
                _ = each.DeadLetter is { } letter && dead.Add(letter.Reason[..3]);
            })
            .Results().Results()
            .Select(each => each.Value)
            .Take(Good + 1);

        Assert.That(await BesideJunk(topic, merge), Is.EqualTo(Enumerable.Range(0, Good + 1)));
        Assert.That(late, Is.Zero);
        Assert.That(dead, Is.Not.Empty);
    }

    [TestCase(null)]
    [TestCase(KafkaGroupProtocol.Classic, Category = "Slow")]
    [TestCase(KafkaGroupProtocol.Consumer)]
    public async Task RunPartitions_JunkAloneComes_ItsWindowsClose(KafkaGroupProtocol? protocol)
    {
        var topic = Fill();
        var perSecond = new TrendBucketsOptions { AllowedLateness = TimeSpan.Zero };

        var buckets = KafkaSource
            .RunPartitions(
                Cluster.Settings,
                Options(topic, protocol),
                Minutes,
                records => records.TrendBuckets(
                    TimeSpan.FromSeconds(1), static each => each.Value, static each => each.EventTime, perSecond),
                _enough.Token)
            .Where(each => each is { Partition: 1, Value.Total: > 0 })
            .Select(each => each.Value.CountOf(0))
            .Take(1);

        Assert.That(await BesideJunk(topic, buckets), Is.EqualTo(new[] { 1.0 }));
    }

    private static string Fill()
    {
        var topic = Cluster.NewTopic(2);
        TestTopic.Write(
            Cluster.Settings,
            topic,
            [(1, "0"), .. Enumerable.Range(1, Good).Select(minute => (0, (string?)$"{minute}"))]);
        return topic;
    }

    private static KafkaPipelineOptions Options(string topic, KafkaGroupProtocol? protocol) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        Group = protocol is null ? null : topic,
        GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
        IdleTimeout = Idle,
        Scheduler = NewThreadScheduler.Default,
        Notices = KafkaNotice.Silence,
    };

    private async Task<IList<T>> BesideJunk<T>(string topic, IObservable<T> source)
    {
        var writing = Task.Run(() =>
        {
            while (!_enough.Token.WaitHandle.WaitOne(BetweenJunk))
            {
                TestTopic.Write(Cluster.Settings, topic, Junk.Select(static each => (1, each)));
            }
        });
        try
        {
            return await source.ToList().ToTask().WaitAsync(Eventually.Patience);
        }
        finally
        {
            await _enough.CancelAsync();
            await writing;
        }
    }
}
