using Confluent.Kafka;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Where reading begins in each partition: at what the target has saved, or else at what the group has committed, or
/// else at the start that the user chose.
/// </summary>
internal sealed class StartPositions(
    IConsumer<byte[], byte[]> consumer, KafkaSourceOptions options, bool savesState, TimeSpan timeout)
{
    public void Resolve<T>(IReadOnlyCollection<OwnedPartition> partitions, RecordTarget<T> target)
    {
        foreach (var partition in partitions)
        {
            partition.NextOffset = target.FindPosition(partition) ?? Offset.Unset.Value;
        }

        // State that was not saved cannot go on in the middle: without a checkpoint, what was committed does not count.
        if (options.Group is not null && !savesState)
        {
            Fill(partitions, wanted => consumer.Committed(wanted, timeout));
        }

        Fill(partitions, wanted => options.Start.Time is { } time
            ? consumer.OffsetsForTimes(wanted.Select(each => new TopicPartitionTimestamp(each, At(time))), timeout)
            : wanted.Select(each => new TopicPartitionOffset(each, FromStart(each))));
        foreach (var partition in partitions)
        {
            ToNumber(partition);
        }
    }

    private static Timestamp At(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds(), TimestampType.CreateTime);

    private Offset FromStart(TopicPartition partition) =>
        options.Start.Offsets?.TryGetValue(partition, out var offset) == true ? offset : options.Start.Offset;

    private static void Fill(
        IReadOnlyCollection<OwnedPartition> partitions,
        Func<IEnumerable<TopicPartition>, IEnumerable<TopicPartitionOffset>> find)
    {
        var open = partitions.Where(each => each.NextOffset == Offset.Unset.Value).ToDictionary(each => each.Id);
        if (open.Count > 0)
        {
            foreach (var found in find(open.Keys))
            {
                open[found.TopicPartition].NextOffset = found.Offset.Value;
            }
        }
    }

    // With numbers instead of "the beginning" and "the end", lag and completion need no special cases.
    private void ToNumber(OwnedPartition partition)
    {
        var isNumber = partition.NextOffset >= 0;
        if (isNumber && options.EndOfTopic == EndOfTopic.GoOn)
        {
            return;
        }

        var range = consumer.QueryWatermarkOffsets(partition.Id, timeout);
        if (!isNumber)
        {
            partition.NextOffset = partition.NextOffset == Offset.Beginning.Value ? range.Low.Value : range.High.Value;
        }

        if (options.EndOfTopic == EndOfTopic.Complete)
        {
            partition.EndOffset = range.High.Value;
        }

        if (partition.NextOffset > range.High.Value)
        {
            throw new KafkaFailureException(
                KafkaFailure.DataExpired,
                $"{partition} ends at offset {range.High.Value}, but the reading had come to {partition.NextOffset}: " +
                "the topic was made anew or has lost records. Delete what was saved or committed, or choose a start.");
        }
    }
}
