using System.Reactive.Linq;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.RealBroker;

/// <summary>
/// A file that the broker's own console consumer saved of a topic, and then the topic, are read as the whole topic.
/// </summary>
[Category("Broker")]
public sealed class ConsoleConsumerTests
{
    private const int Partitions = 3;
    private const int Saved = 200;

    [TestCase("print.timestamp", "print.partition", "print.offset", "print.headers", "print.key")]
    [TestCase("print.timestamp", "print.partition", "print.offset", "print.delivery", "print.epoch", "print.headers",
        "print.key", Category = "Slow")]
    public void SavedLines_ThenTheTopic_EqualTheTopicReadWhole(params string[] properties)
    {
        var cluster = SharedCluster.Get();
        var topic = cluster.NewTopic(Partitions);
        Write(cluster, topic, 0, Saved);
        var lines = cluster.Run(
            [
                "consume", "--topic", topic, "--from-beginning", "--max-messages", $"{Saved}",
                .. properties.SelectMany(each => new[] { "--formatter-property", $"{each}=true" }),
            ]);
        Write(cluster, topic, Saved, Saved);

        var joined = Read(KafkaSource.FromSavedThenTopic(
            cluster.Settings, Options(topic), lines.Split('\n', StringSplitOptions.RemoveEmptyEntries), Whole));

        var whole = Read(KafkaSource.FromTopics(cluster.Settings, Options(topic), Whole));
        Assert.That(whole, Has.Count.EqualTo(2 * Saved));
        Assert.That(joined.Order(), Is.EqualTo(whole.Order()));
    }

    private static KafkaSourceOptions Options(string topic) => TestTopic.FromBeginningToEnd(topic);

    // A record as text, with all that a console consumer tells of it.
    private static IRecordParser<string> Whole { get; } = RecordParser.From(record =>
    {
        var headers = record.Message.Headers ?? [];
        return $"{record.Message.Timestamp.UnixTimestampMs} {Text(record.Message.Key)}={Text(record.Message.Value)} "
            + string.Join(' ', headers.Select(each => $"{each.Key}:{Text(each.GetValueBytes())}"));
    });

    private static string Text(byte[]? bytes) => bytes is null ? "none" : Encoding.UTF8.GetString(bytes);

    private static List<string> Read(IObservable<KafkaRecord<string>> source) =>
        [.. source.Timeout(Eventually.Patience).ToEnumerable()
            .Select(each => $"{each.Partition}@{each.Offset} {each.Value}")];

    // With and without a key, a value, headers; in the headers what separates them as well.
    private static void Write(KafkaCluster cluster, string topic, int first, int count) => TestTopic.WriteRecords(
        cluster.Settings,
        topic,
        Enumerable.Range(first, count).Select(n =>
        {
            var headers = new Headers();
            foreach (var each in Enumerable.Range(0, n % 4))
            {
                headers.Add($"h{each}", each == 2 ? null : Encoding.UTF8.GetBytes($"{n}: a, b ä"));
            }

            var key = n % 5 == 0 ? null : Encoding.UTF8.GetBytes($"key {n}");
            var value = n % 7 == 0 ? null : Encoding.UTF8.GetBytes($$"""{"n":{{n}},"text":"ä, :"}""");
            return (n % Partitions, TestTopic.Record(value, key, headers));
        }));
}
