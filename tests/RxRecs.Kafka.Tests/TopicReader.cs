using Confluent.Kafka;
using RxRecs.Kafka.Tests.Embedded;

namespace RxRecs.Kafka.Tests;

/// <summary>Reads a topic from its beginning with the bare client.</summary>
internal static class TopicReader
{
    /// <summary>Waits for that many records, then reads to the ends, so that one too many shows.</summary>
    public static IReadOnlyList<ConsumeResult<byte[], byte[]>> Read(KafkaSettings settings, string topic, int count)
    {
        using var consumer = PlainClient.Consumer(
            settings.BootstrapServers, "reader", ("enable.partition.eof", "true"));
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, PlainClient.Patience).Topics.Single().Partitions.Count;
        consumer.Assign(Enumerable.Range(0, partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var records = new List<ConsumeResult<byte[], byte[]>>(count);
        var atEnd = new HashSet<int>();
        using var patience = new CancellationTokenSource(PlainClient.Patience);
        while (records.Count < count || atEnd.Count < partitions)
        {
            var record = consumer.Consume(patience.Token);
            if (record.IsPartitionEOF)
            {
                atEnd.Add(record.Partition.Value);
            }
            else
            {
                atEnd.Remove(record.Partition.Value);
                records.Add(record);
            }
        }

        return records;
    }
}
