using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Asks brokers for offsets. Of a partition for which it knows no leader the client says by itself, without asking,
/// that the partition does not exist: the topic may be gone, its leader may be moving, or the broker that leads it may
/// be away. What is thrown here is therefore what a broker has said, or that none answers.
/// </summary>
/// <param name="consumer">The client that asks.</param>
/// <param name="timeout">The time within which a broker must answer.</param>
internal sealed class PartitionOffsets(IConsumer<byte[], byte[]> consumer, TimeSpan timeout)
{
    /// <summary>The first offset that a partition still has, and the one after its last.</summary>
    /// <exception cref="KafkaException">A broker refuses, or none answers.</exception>
    public WatermarkOffsets RangeOf(TopicPartition partition) =>
        Ask([partition], () => consumer.QueryWatermarkOffsets(partition, timeout));

    /// <summary>The first offset at or after a time, for each partition.</summary>
    /// <exception cref="KafkaException">A broker refuses, or none answers.</exception>
    public List<TopicPartitionOffset> At(IReadOnlyCollection<TopicPartition> partitions, Timestamp time) => Ask(
        partitions,
        () => consumer.OffsetsForTimes(partitions.Select(each => new TopicPartitionTimestamp(each, time)), timeout));

    /// <summary>Asks for the offset after the last record of each partition, once for all of them, because each
    /// question waits behind a fetch. Leaves out those of which no broker says it.</summary>
    /// <exception cref="KafkaException">None answers.</exception>
    public IReadOnlyDictionary<TopicPartition, long> EndsOf(IReadOnlyCollection<TopicPartition> partitions)
    {
        // For one without a leader the client would keep all of them waiting.
        var led = partitions.Except(WithoutLeader(partitions)).ToList();
        try
        {
            return Known(led.Count == 0 ? [] : consumer.OffsetsForTimes(led.Select(Latest), timeout));
        }
        catch (TopicPartitionOffsetException partial) when (!KafkaErrors.IsSilence(partial))
        {
            return Known(partial.Results.Where(static each => !each.Error.IsError)
                .Select(static each => each.TopicPartitionOffset));
        }
    }

    // The time that stands for the end in the protocol.
    private static TopicPartitionTimestamp Latest(TopicPartition partition) =>
        new(partition, new Timestamp(-1, TimestampType.NotAvailable));

    private static Dictionary<TopicPartition, long> Known(IEnumerable<TopicPartitionOffset> ends) =>
        ends.ToDictionary(static each => each.TopicPartition, static each => each.Offset.Value);

    private TAnswer Ask<TAnswer>(IReadOnlyCollection<TopicPartition> partitions, Func<TAnswer> question)
    {
        try
        {
            return question();
        }
        catch (KafkaException error) when (KafkaErrors.Any(error, IsWithoutLeader))
        {
            if (WithoutLeader(partitions) is [var first, ..])
            {
                throw NoLeader(first);
            }
        }

        try
        {
            return question();
        }
        catch (KafkaException error) when (KafkaErrors.Any(error, IsWithoutLeader))
        {
            // It was there a moment ago.
            throw NoLeader(partitions.First());
        }
    }

    private static bool IsWithoutLeader(Error error) =>
        KafkaErrors.NeedsCheck(error) || error.Code == ErrorCode.LeaderNotAvailable;

    // The client looks for leaders by itself only where it reads, and what it finds here it remembers.
    private List<TopicPartition> WithoutLeader(IReadOnlyCollection<TopicPartition> partitions)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var without = new List<TopicPartition>();
        foreach (var topic in partitions.GroupBy(each => each.Topic, StringComparer.Ordinal))
        {
            var found = admin.GetMetadata(topic.Key, timeout).Topics.Find(each => each.Topic == topic.Key);
            if (found is null || found.Error.IsError)
            {
                throw new KafkaException(found?.Error ?? new Error(ErrorCode.UnknownTopicOrPart));
            }

            without.AddRange(topic.Where(each => LeaderOf(each, found) < 0));
        }

        return without;
    }

    private static int LeaderOf(TopicPartition partition, TopicMetadata found) =>
        found.Partitions.Find(each => each.PartitionId == partition.Partition.Value)?.Leader
        ?? throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"there is no {Name(partition)}"));

    private static KafkaException NoLeader(TopicPartition partition) => new(new Error(
        ErrorCode.LeaderNotAvailable, $"{Name(partition)} has no leader: the brokers that have it are away"));

    private static string Name(TopicPartition partition) => $"{partition.Topic}[{partition.Partition.Value}]";
}
