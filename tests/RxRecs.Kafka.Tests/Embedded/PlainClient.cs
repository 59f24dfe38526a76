using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.Tests.Embedded;

/// <summary>Confluent's client, without anything of ours in between.</summary>
internal static class PlainClient
{
    public static readonly TimeSpan Patience = Eventually.Patience;

    public static IProducer<byte[], byte[]> Producer(string servers, params (string Key, string Value)[] more)
    {
        var settings = Settings(servers, more);
        settings["enable.idempotence"] = "true";
        settings["linger.ms"] = "1";
        return new ProducerBuilder<byte[], byte[]>(settings)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
    }

    public static IConsumer<byte[], byte[]> Consumer(
        string servers, string group, params (string Key, string Value)[] more)
    {
        var settings = Settings(servers, more);
        settings["group.id"] = group;
        settings["auto.offset.reset"] = "earliest";
        settings["enable.auto.commit"] = "false";
        return new ConsumerBuilder<byte[], byte[]>(settings)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
    }

    public static IAdminClient Admin(KafkaSettings settings) =>
        new AdminClientBuilder(settings.ToClientProperties()).SetLogHandler((_, _) => { }).Build();

    public static void Produce(IProducer<byte[], byte[]> producer, string topic, int count)
    {
        var failed = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var message = new Message<byte[], byte[]> { Key = BitConverter.GetBytes(i), Value = Bytes(i) };
            producer.Produce(topic, message, report =>
            {
                if (report.Error.IsError)
                {
                    failed.Add(report.Error.Reason);
                }
            });
        }

        Assert.That(producer.Flush(Patience), Is.Zero, "all delivered in time");
        Assert.That(failed, Is.Empty);
    }

    public static List<string> Consume(IConsumer<byte[], byte[]> consumer, int count)
    {
        var values = new List<string>();
        while (values.Count < count)
        {
            var record = consumer.Consume(Patience);
            Assert.That(record, Is.Not.Null, $"record {values.Count} of {count} in time");
            values.Add(Encoding.UTF8.GetString(record.Message.Value));
        }

        return values;
    }

    public static string[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => $"value {i}")];

    private static byte[] Bytes(int i) => Encoding.UTF8.GetBytes($"value {i}");

    private static Dictionary<string, string> Settings(string servers, (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string> { ["bootstrap.servers"] = servers };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }
}
