using System.Collections.Concurrent;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Keeps the partitions whose records were deleted before they were read, where the reading is to go on behind
/// them. Another thread may hear of it while the pipeline is busy with a record from before.</summary>
internal sealed class ExpiredPositions(Reading reading)
{
    private readonly ConcurrentQueue<(TopicPartition Partition, KafkaFailureException Failure)> _expired = [];

    /// <summary>Tells whether an error says so, and is not to end the run.</summary>
    public bool IsExpired(ConsumeException error) =>
        reading.Options.ContinueAfterExpiry
        && error.Error is { IsFatal: false, Code: ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange }
        && error.ConsumerRecord is not null;

    public void Note(ConsumeException error)
    {
        var topic = reading.OnlyTopic ?? error.ConsumerRecord.Topic;
        PutBack(
            (new TopicPartition(topic, error.ConsumerRecord.Partition), reading.Errors.Translate(error, topic)));
    }

    /// <summary>Takes the first one and the failure that it would end the run with.</summary>
    public bool TryTake(out (TopicPartition Partition, KafkaFailureException Failure) expired) =>
        _expired.TryDequeue(out expired);

    /// <summary>Notes one that cannot be seen to yet.</summary>
    public void PutBack((TopicPartition Partition, KafkaFailureException Failure) expired) =>
        _expired.Enqueue(expired);

    public void Clear() => _expired.Clear();
}
