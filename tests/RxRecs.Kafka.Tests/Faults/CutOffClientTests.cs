using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// The client hears no broker although one answers others, here because it waits ten minutes before it connects again:
/// another client takes its place, and nothing is lost.
/// </summary>
public sealed class CutOffClientTests : BrokerTests
{
    private const int Partitions = 2;
    private const string Notice = "The client hears no broker";

    private KafkaSettings CutOffOnceAway => Settings with
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        Client = new Dictionary<string, string>
        {
            ["metadata.recovery.strategy"] = "none",
            ["reconnect.backoff.ms"] = "600000",
            ["reconnect.backoff.max.ms"] = "600000",
        },
    };

    [Test]
    [Category("Slow")]
    public void Client_IsCutOff_AnotherTakesItsPlaceAndEachRecordComes(
        [Values] ReadingMode mode,
        [Values(null, KafkaGroupProtocol.Classic, KafkaGroupProtocol.Consumer)] KafkaGroupProtocol? protocol)
    {
        var topic = NewTopic(Partitions, numbers: 100);
        using var reader = new NumberReader(mode, CutOffOnceAway, Options(topic) with
        {
            Group = protocol is null ? null : "group",
            GroupProtocol = protocol ?? KafkaGroupProtocol.Classic,
        });
        reader.Reaches(static each => each.IsAtEnd && each.Seen.Count == 100);

        var written = CutOffUntilNoticed(reader, topic);

        reader.Reaches(each => each.Seen.Distinct().Count() == written);
        Assert.That(reader.HasHeard(Notice), Is.True, reader.ToString());
        Assert.That(
            protocol is null ? reader.Seen.Count : written, Is.EqualTo(written), "nothing comes twice without a group");
    }

    [Test]
    public async Task RunPartitions_WithoutAGroup_StateGoesOnInTheSamePipeline()
    {
        var topic = NewTopic(1, numbers: 100);
        var half = new TaskCompletionSource();
        var options = Options(topic) with
        {
            Progress = new OnProgress(each => _ = each.IsAtEnd && half.TrySetResult()),
            Notices = KafkaNotice.Silence,
            Scheduler = NewThreadScheduler.Default,
        };
        var results = KafkaSource
            .RunPartitions(
                CutOffOnceAway,
                options,
                TestTopic.Numbers,
                records => records.Select(each => each.Value).RunMachine(() => new SumMachine()))
            .Take(200).ToList().ToTask();
        await half.Task.WaitAsync(Patience);

        CutOff();
        TestTopic.WriteNumbers(Settings, topic, 1, 100, first: 100);

        var all = await results.WaitAsync(Patience);
        Assert.That(all.Select(each => each.Sequence), Is.EqualTo(Enumerable.Range(1, 200)));
        Assert.That(all[^1].Value, Is.EqualTo(Enumerable.Range(0, 200).Sum()));
    }

    // A client that is just about to open another connection still comes through: it is cut off once more.
    private int CutOffUntilNoticed(NumberReader reader, string topic)
    {
        var written = 100;
        do
        {
            CutOff();
            TestTopic.WriteNumbers(Settings, topic, Partitions, 100, first: written);
            written += 100;
            reader.Reaches(each => each.HasHeard(Notice) || each.Seen.Distinct().Count() == written);
        }
        while (!reader.HasHeard(Notice) && written < 500);
        return written;
    }

    // For a moment only: whoever connects now is answered.
    private void CutOff()
    {
        Broker.Faults.SetDown();
        Broker.Faults.SetUp();
    }

    private static KafkaPipelineOptions Options(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        SessionTimeout = TimeSpan.FromSeconds(6),
        IdleTimeout = TimeSpan.FromSeconds(1),
    };
}
