using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.Worker;

/// <summary>
/// Handles the records of a topic asynchronously: each takes a while, and is then written to another topic, with its
/// partition and offset for a value, before it counts as handled.
/// </summary>
/// <param name="output">Gets what happens, line by line.</param>
/// <param name="topic">Where records are written.</param>
internal sealed class HandlingWorker(TextWriter output, string topic)
{
    private const int LongestDelay = 20;

    /// <summary>Runs until it is stopped, or all is handled.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(KafkaSettings settings, KafkaSourceOptions options, CancellationToken stop)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            LingerMs = 1,
        }).Build();
        try
        {
            var counts = await KafkaSource.HandleAsync(
                settings,
                options,
                RecordParser.From(static record => record.Message.Value.Length),
                async (record, cancel) =>
                {
                    await Task.Delay(Random.Shared.Next(LongestDelay), cancel);
                    await producer.ProduceAsync(topic, Done(record), CancellationToken.None);
                },
                cancellationToken: stop);
            await output.WriteLineAsync($"{(stop.IsCancellationRequested ? "cancelled" : "done")} {counts}");
            return 0;
        }
        catch (Exception error)
        {
            await output.WriteLineAsync($"failed {error}");
            return 1;
        }
    }

    private static Message<byte[], byte[]> Done(KafkaRecord<int> record) => new()
    {
        Key = record.Key!,
        Value = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{record.Partition} {record.Offset}")),
    };
}
