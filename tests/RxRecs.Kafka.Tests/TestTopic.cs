using System.Text;
using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka;

/// <summary>Writes plain text records, without anything of ours, so that the source is tested against the client
/// alone.</summary>
internal static class TestTopic
{
    /// <summary>Writes texts to partitions; null for a record without a value.</summary>
    public static void Write(
        KafkaSettings settings, string topic, IEnumerable<(int Partition, string? Text)> records) =>
        WriteRecords(settings, topic, records.Select(each => (each.Partition, Record(
            each.Text is null ? null : Encoding.UTF8.GetBytes(each.Text), key: [(byte)each.Partition]))));

    /// <summary>Writes whole records to partitions, with properties of the client's own.</summary>
    public static void WriteRecords(
        KafkaSettings settings,
        string topic,
        IEnumerable<(int Partition, Message<byte[], byte[]> Record)> records,
        params (string Name, string Value)[] properties)
    {
        using var producer = PlainClient.Producer(settings.BootstrapServers, properties);
        var failures = new List<string>();
        foreach (var (partition, record) in records)
        {
            producer.Produce(new TopicPartition(topic, partition), record, report =>
            {
                if (report.Error.IsError)
                {
                    failures.Add(report.Error.Reason);
                }
            });
        }

        Assert.That(producer.Flush(PlainClient.Patience), Is.Zero, "records not confirmed");
        Assert.That(failures, Is.Empty);
    }

    public static Message<byte[], byte[]> Record(byte[]? value, byte[]? key = null, Headers? headers = null) =>
        new() { Value = value!, Key = key!, Headers = headers };

    /// <summary>Writes the numbers from a first one on, round robin over the partitions.</summary>
    public static void WriteNumbers(KafkaSettings settings, string topic, int partitions, int count, int first = 0) =>
        Write(settings, topic, Enumerable.Range(first, count).Select(n => (n % partitions, (string?)n.ToString())));

    /// <summary>Options that read all of a topic, once, without a group.</summary>
    public static KafkaSourceOptions FromBeginningToEnd(string topic) => new()
    {
        Topics = [topic],
        Start = KafkaStart.Beginning,
        End = KafkaEnd.EndOfTopic,
    };

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
