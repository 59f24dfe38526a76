using Confluent.Kafka;

namespace RxRecs.Kafka.Replay;

/// <summary>Finds the last row of a file in each partition of a topic.</summary>
internal static class WrittenRows
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);

    /// <summary>Tells what is there, per partition.</summary>
    public static async Task<WrittenPartition[]> FindAsync(
        KafkaSettings settings,
        string topic,
        ReplayMarker marker,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var errors = new KafkaErrors(settings);
        try
        {
            var found = await new ClusterCheck(settings with { ConnectTimeout = timeout })
                .RunAsync(new ClusterNeeds([topic]), cancellationToken);
            using var consumer = Connect(settings);
            var ends = await WaitForStableEndsAsync(
                consumer, topic, found[topic].Partitions, timeout, cancellationToken);
            return LastRows(consumer, topic, ends, marker, timeout, cancellationToken);
        }
        catch (Exception error) when (error is KafkaException or ArgumentException or InvalidOperationException)
        {
            throw errors.Translate(error, topic);
        }
    }

    private static IConsumer<byte[], byte[]> Connect(KafkaSettings settings)
    {
        var properties = settings.ToConsumerProperties();
        properties["group.id"] = "rxrecs-replay";
        properties["enable.auto.commit"] = "false";
        properties["enable.auto.offset.store"] = "false";
        properties["auto.offset.reset"] = "error";
        return new ConsumerBuilder<byte[], byte[]>(properties)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler(static (_, _) => { })
            .Build();
    }

    // What a replay that was killed a moment ago had sent may still be on its way into the log, and may be all of it:
    // the ends count once they stand still.
    private static async Task<WatermarkOffsets[]> WaitForStableEndsAsync(
        IConsumer<byte[], byte[]> consumer,
        string topic,
        int partitions,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var ends = await Task.Run(() => Ends(consumer, topic, partitions, timeout), cancellationToken);
        while (true)
        {
            await Task.Delay(Settle, TimeProvider.System, cancellationToken);
            var next = await Task.Run(() => Ends(consumer, topic, partitions, timeout), cancellationToken);
            if (next.Zip(ends).All(pair => pair.First.High == pair.Second.High))
            {
                return next;
            }

            ends = next;
        }
    }

    private static WatermarkOffsets[] Ends(
        IConsumer<byte[], byte[]> consumer, string topic, int partitions, TimeSpan timeout)
    {
        var offsets = new PartitionOffsets(consumer, timeout);
        return [.. Enumerable.Range(0, partitions)
            .Select(partition => offsets.RangeOf(new TopicPartition(topic, partition)))];
    }

    private static WrittenPartition[] LastRows(
        IConsumer<byte[], byte[]> consumer,
        string topic,
        WatermarkOffsets[] ends,
        ReplayMarker marker,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var rows = new WrittenPartition[ends.Length];
        Array.Fill(rows, new WrittenPartition(-1, []));
        var open = new HashSet<int>();
        for (var partition = 0; partition < ends.Length; partition++)
        {
            if (ends[partition].High.Value > 0)
            {
                open.Add(partition);
            }
        }

        consumer.Assign(open.Select(partition => new TopicPartitionOffset(
            topic, partition, new Offset(Math.Max(ends[partition].Low.Value, ends[partition].High.Value - 1)))));
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(start) > timeout)
            {
                throw NoLastRecord(topic, open.Min());
            }

            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record && open.Remove(record.Partition.Value))
            {
                rows[record.Partition.Value] = RowOf(record, ends.Length, marker);
            }
        }

        return rows;
    }

    private static WrittenPartition RowOf(
        ConsumeResult<byte[], byte[]> record, int partitions, ReplayMarker marker) =>
        marker.Read(record.Message.Headers, partitions, out var written) switch
        {
            ReplayMarker.Finding.Ours or ReplayMarker.Finding.OtherSource => written,
            ReplayMarker.Finding.TooManySources => throw Refused(
                record, $"has rows of {ReplayMarker.MostOthers + 1} sources, and no more can share a topic"),
            ReplayMarker.Finding.None => throw Refused(
                record, "ends with a record that no resumable replay has written"),
            ReplayMarker.Finding.OtherPartitions => throw Refused(
                record, $"has part of \"{marker.Source}\", written when the topic had another number of partitions"),
            _ => throw Refused(record, $"has part of \"{marker.Source}\", written with another share or seed"),
        };

    private static KafkaFailureException Refused(ConsumeResult<byte[], byte[]> record, string found) => new(
        KafkaFailure.Checkpoint,
        $"Partition {record.Partition.Value} of topic '{record.Topic}' {found}: where to go on is not known. Replay "
        + "into a topic of its own, or without resuming.");

    private static KafkaFailureException NoLastRecord(string topic, int partition) => new(
        KafkaFailure.DataExpired,
        $"The last record of partition {partition} of topic '{topic}' cannot be read: it was deleted, or the broker "
        + "does not answer. A resumable replay needs a topic that keeps its records (retention.ms=-1).");
}
