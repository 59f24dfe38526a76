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
    /// <summary>A question waits behind a fetch on the same connection, for half a second as a rule. A broker that
    /// takes longer than this may keep the writers waiting as well.</summary>
    public static readonly TimeSpan PromptAnswer = TimeSpan.FromSeconds(3);

    private readonly PartitionOffsets _offsets = new(consumer, timeout);

    /// <summary>The offset after the last one that a partition has now.</summary>
    /// <exception cref="KafkaException">Nobody answers.</exception>
    public long EndOf(OwnedPartition partition) => _offsets.RangeOf(partition.Id).High.Value;

    /// <summary>Asks whether all there is has been read of these partitions; waits for nothing.</summary>
    public QuietQuestion Ask(IReadOnlyCollection<OwnedPartition> partitions) => new(
        partitions,
        options.Clock.GetTimestamp(),
        topics.AskEndsAsync(partitions.Select(static each => each.Id)),
        topics.Ask());

    /// <summary>Gives those partitions of an answered question of which all there is has been read. None if a broker
    /// did not answer promptly, or a topic is not what it was.</summary>
    public IReadOnlyList<OwnedPartition> Reached(QuietQuestion question)
    {
        try
        {
            var ends = question.Ends.GetAwaiter().GetResult()
                .Where(IsKnown)
                .ToDictionary(static each => each.TopicPartition, static each => each.Offset.Value);
            return options.Clock.GetElapsedTime(question.Asked) < PromptAnswer
                && topics.AreTheSame(question.Topics) && !topics.HasGrown
                ? question.Untouched(each => ends.TryGetValue(each.Id, out var end)
                    && end <= Math.Max(each.SeenEnd, each.NextOffset))
                : [];
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            Note(error);
            return [];
        }
    }

    /// <summary>Whether all there is has been read, and a broker says so promptly: asks, and waits for the
    /// answer.</summary>
    public bool AreReached(IReadOnlyCollection<OwnedPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            return IsCoordinatorPrompt() && topics.AreThere();
        }

        var question = Ask(partitions);
        return question.Wait(PromptAnswer) && Reached(question).Count == partitions.Count;
    }

    private bool IsKnown(TopicPartitionOffsetError answer)
    {
        if (!answer.Error.IsError)
        {
            return true;
        }

        var error = new KafkaException(answer.Error);
        if (KafkaErrors.IsTerminal(answer.Error))
        {
            throw error;
        }

        Note(error);
        return false;
    }

    // Without a partition in hand there is nothing to read, as long as the group's coordinator answers.
    private bool IsCoordinatorPrompt()
    {
        var asked = options.Clock.GetTimestamp();
        try
        {
            return consumer.Committed([new TopicPartition(options.Topics.First(), 0)], timeout).Count > 0
                && options.Clock.GetElapsedTime(asked) < PromptAnswer;
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            Note(error);
            return false;
        }
    }

    private void Note(KafkaException error)
    {
        topics.Note(error);
        notices.WriteUnlessTold(
            KafkaNoticeKind.Broker,
            $"A partition is quiet, and so is its broker: {errors.Describe(error.Error)}");
    }
}
