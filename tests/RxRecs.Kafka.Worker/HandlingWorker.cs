using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace RxRecs.Kafka.Worker;

/// <summary>
/// Handles what it reads asynchronously: each record, or each result of the shop's pipelines, takes a while and is then
/// written to another topic before it counts as handled.
/// </summary>
/// <param name="output">Gets what happens, line by line.</param>
/// <param name="topic">Where it is written.</param>
internal sealed class HandlingWorker(TextWriter output, string topic)
{
    private const int LongestDelay = 20;

    /// <summary>Writes each record's partition and offset, until it is stopped or all is handled.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> HandleRecordsAsync(KafkaSettings settings, KafkaSourceOptions options, CancellationToken stop) =>
        RunAsync(
            settings,
            producer => KafkaSource.HandleAsync(
                settings,
                options,
                RecordParser.From(static record => record.Message.Value.Length),
                (record, cancel) => WriteAsync(producer, Done(record), cancel),
                cancellationToken: stop),
            stop);

    /// <summary>Writes each result with its number, until it is stopped or all is handled; those of a user or a day one
    /// after another.</summary>
    /// <param name="settings">The settings of the connection.</param>
    /// <param name="options">The options for what is read, and where state is saved.</param>
    /// <param name="process">The number of this process, which the results carry.</param>
    /// <param name="stop">The token that stops it.</param>
    /// <returns>The exit code.</returns>
    public Task<int> HandleResultsAsync(
        KafkaSettings settings, KafkaPipelineOptions options, string process, CancellationToken stop) =>
        RunAsync(
            settings,
            producer => KafkaSource.HandleResultsAsync(
                settings,
                options,
                InteractionJson.CreateParser(),
                ShopPipeline.Lines,
                (result, cancel) => WriteAsync(producer, Done(result, process), cancel),
                new() { KeySelector = static result => result.Value.Key, MaxPending = 200 },
                stop),
            stop);

    private async Task<int> RunAsync(
        KafkaSettings settings, Func<IProducer<byte[], byte[]>, Task<ReadCounts>> run, CancellationToken stop)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            LingerMs = 1,
        }).Build();
        try
        {
            var counts = await run(producer);
            await output.WriteLineAsync($"{(stop.IsCancellationRequested ? "cancelled" : "done")} {counts}");
            return 0;
        }
        catch (Exception error)
        {
            await output.WriteLineAsync($"failed {error}");
            return 1;
        }
    }

    private async Task WriteAsync(
        IProducer<byte[], byte[]> producer, Message<byte[], byte[]> message, CancellationToken cancel)
    {
        await Task.Delay(Random.Shared.Next(LongestDelay), cancel);
        await producer.ProduceAsync(topic, message, CancellationToken.None);
    }

    private static Message<byte[], byte[]> Done(KafkaRecord<int> record) => new()
    {
        Key = record.Key!,
        Value = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{record.Partition} {record.Offset}")),
    };

    private static Message<byte[], byte[]> Done(PartitionResult<ResultLine> result, string process) => new()
    {
        Key = Encoding.UTF8.GetBytes(result.Value.Key),
        Value = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{process} {result.Partition} {result.Sequence} {result.Value.Text}")),
    };
}
