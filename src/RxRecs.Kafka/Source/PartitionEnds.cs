using Confluent.Kafka;
using RxRecs.Kafka.Settings;

namespace RxRecs.Kafka.Source;

/// <summary>Asks the brokers where partitions end: a partition is quiet only if its broker says so.</summary>
internal sealed class PartitionEnds(
    IConsumer<byte[], byte[]> consumer,
    KafkaSourceOptions options,
    TimeSpan timeout,
    TopicWatch topics,
    KafkaErrors errors,
    NoticeBoard notices)
{
    // A question waits behind a fetch on the same connection, for half a second as a rule.
    private static readonly TimeSpan PromptAnswer = TimeSpan.FromSeconds(3);

    private readonly PartitionOffsets _offsets = new(consumer, timeout);

    /// <summary>The offset after the last one that a partition has now.</summary>
    /// <exception cref="KafkaException">Nobody answers.</exception>
    public long EndOf(OwnedPartition partition) => _offsets.RangeOf(partition.Id).High.Value;

    /// <summary>Whether all there is has been read, and a broker says so promptly.</summary>
    public bool AreReached(List<OwnedPartition> partitions)
    {
        try
        {
            return partitions.Count == 0
                ? IsPrompt(AskCoordinator) && topics.AreThere()
                : partitions.TrueForAll(each => IsPrompt(() => EndOf(each) <= Math.Max(each.SeenEnd, each.NextOffset)))
                    && topics.AreTheSame() && !topics.HasGrown;
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            topics.Note(error);
            notices.WriteUnlessTold(
                KafkaNoticeKind.Broker,
                $"A partition is quiet, and so is its broker: {errors.Describe(error.Error)}");
            return false;
        }
    }

    // Without a partition in hand there is nothing to read, as long as the group's coordinator answers.
    private bool AskCoordinator() =>
        consumer.Committed([new TopicPartition(options.Topics.First(), 0)], timeout).Count > 0;

    private bool IsPrompt(Func<bool> question)
    {
        var asked = options.Clock.GetTimestamp();
        return question() && options.Clock.GetElapsedTime(asked) < PromptAnswer;
    }
}
