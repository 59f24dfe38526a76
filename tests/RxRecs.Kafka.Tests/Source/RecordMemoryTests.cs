using System.Reactive.Linq;
using Confluent.Kafka;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Measures the cost of a record in the loop, beside what the client itself makes of it. Where another test listens to
/// the meter or to spans, a record costs more.
/// </summary>
[NonParallelizable]
public sealed class RecordMemoryTests : BrokerTests
{
    private const int Records = 20_000;
    private const int From = 2_000;

    private static readonly IRecordParser<int> Parser = RecordParser.From(
        static record => record.Message.Value.Length, static _ => DateTimeOffset.UnixEpoch);

    // Looking around makes a few objects, every so many records and wherever the broker lets the loop wait: the least of
    // three readings has the fewest of these.
    [Test]
    public void FromTopics_SteadyState_MakesNoObjectForARecord()
    {
        var topic = NewTopic(1, Records);
        var options = TestTopic.FromBeginningToEnd(topic) with { ReadHeaders = false };
        var plain = BytesPerRecord(next =>
        {
            using var consumer = PlainConsumer(topic);
            for (var n = 0; n < Records; n++)
            {
                consumer.Consume();
                next();
            }
        });

        var read = Enumerable.Range(0, 3).Min(_ => BytesPerRecord(
            next => KafkaSource.FromTopics(Settings, options, Parser).Subscribe(_ => next()).Dispose()));

        Assert.That(read - plain, Is.LessThan(16), $"{read:0.0} B, {plain:0.0} B without the loop");
    }

    private static double BytesPerRecord(Action<Action> read)
    {
        var (count, start, end) = (0, 0L, 0L);
        read(() =>
        {
            count++;
            start = count == From ? GC.GetAllocatedBytesForCurrentThread() : start;
            end = count == Records ? GC.GetAllocatedBytesForCurrentThread() : end;
        });
        Assert.That(count, Is.EqualTo(Records));
        return (double)(end - start) / (Records - From);
    }

    private IConsumer<byte[], byte[]> PlainConsumer(string topic)
    {
        var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Settings.BootstrapServers,
            GroupId = "plain",
            ConsumeResultFields = "timestamp",
        }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        return consumer;
    }
}
