using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka;

/// <summary>Writes plain text records, without anything of ours, so that the source is tested against the client
/// alone.</summary>
internal static class TestTopic
{
    /// <summary>Writes texts to partitions, each with its own number as partition or round robin.</summary>
    public static void Write(KafkaSettings settings, string topic, IEnumerable<(int Partition, string? Text)> records)
    {
        using var producer = PlainClient.Producer(settings.BootstrapServers);
        var failures = 0;
        foreach (var (partition, text) in records)
        {
            var message = new Message<byte[], byte[]>
            {
                Key = [(byte)partition],
                Value = text is null ? null! : Encoding.UTF8.GetBytes(text),
            };
            producer.Produce(
                new TopicPartition(topic, partition), message, report => failures += report.Error.IsError ? 1 : 0);
        }

        Assert.That(producer.Flush(PlainClient.Patience), Is.Zero, "records not confirmed");
        Assert.That(failures, Is.Zero);
    }

    /// <summary>Writes the numbers from a first one on, round robin over the partitions.</summary>
    public static void WriteNumbers(KafkaSettings settings, string topic, int partitions, int count, int first = 0) =>
        Write(settings, topic, Enumerable.Range(first, count).Select(n => (n % partitions, (string?)n.ToString())));

    public static IRecordParser<int> Numbers { get; } = new NumberParser();

    private sealed class NumberParser : IRecordParser<int>
    {
        public string? Parse(ConsumeResult<byte[], byte[]> record, out int value, out DateTimeOffset eventTime)
        {
            eventTime = DateTimeOffset.UnixEpoch;
            return int.TryParse(record.Message.Value, out value) ? null : "Not a number.";
        }
    }
}
