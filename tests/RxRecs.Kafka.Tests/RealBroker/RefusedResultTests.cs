using System.Reactive.Linq;
using System.Text;

namespace RxRecs.Kafka.RealBroker;

/// <summary>Numbered results of which the broker refuses one, and that a restart writes again.</summary>
[Category("Broker")]
public sealed class RefusedResultTests
{
    private const int Results = 2_000;
    private const int Large = 700;
    private static readonly TimeSpan Patience = Eventually.Patience;

    [Test]
    public async Task Sink_OneResultIsRefused_NoneIsWrittenBehindItSoThatNoneIsTakenForARepeat()
    {
        var cluster = SharedCluster.Get();
        var topic = await LimitedTopic.Make(cluster);
        var settings = cluster.Settings with
        {
            Client = new Dictionary<string, string> { ["batch.size"] = "1000", ["compression.type"] = "none" },
        };
        Assert.That(() => Write(settings, topic), Throws.InstanceOf<KafkaFailureException>());
        Assert.That(cluster.Ends(topic, 1)[0], Is.LessThan(Large), "results behind the refused one");
        await LimitedTopic.Lift(cluster, topic);

        Write(settings, topic);

        var read = KafkaSource
            .FromTopics(
                cluster.Settings,
                TestTopic.FromBeginningToEnd(topic),
                RecordParser.From(record => int.Parse(Encoding.UTF8.GetString(record.Message.Value))))
            .WithoutRepeats().Select(record => record.Value).Timeout(Patience).ToList().Wait();
        Assert.That(read, Is.EqualTo(Enumerable.Range(1, Results)));
    }

    private static void Write(KafkaSettings settings, string topic)
    {
        using var sink = new KafkaSink<int>(settings, new KafkaSinkOptions<int>
        {
            Topic = topic,
            Write = static (result, bytes) =>
                Encoding.UTF8.GetBytes($"{result}".PadRight(result == Large ? LimitedTopic.TooLarge : 20), bytes),
            SequenceSelector = static result => new OutputSequence("events", 0, result),
        });
        Observable.Range(1, Results).Subscribe(sink);
    }
}
