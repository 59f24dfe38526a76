using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <content>What happens, by option, where records were deleted before they were read.</content>
internal sealed partial class ConsumerLoop<T>
{
    private long _passedOver;

    // Once all that came before has been taken.
    private void GoOnBehindExpired()
    {
        if (!_inbox.IsEmpty || !_expired.TryTake(out var expired))
        {
            return;
        }

        if (_owned.Find(expired.Partition) is not { IsCompleted: false } partition)
        {
            return;
        }

        try
        {
            // A position that is not there may be one in a topic that is not there any more: this throws then.
            if (!_topics.AreTheSame())
            {
                _expired.PutBack(expired);
                return;
            }

            var range = _ends.RangeOf(partition);
            if (partition.NextOffset > range.High.Value)
            {
                throw expired.Failure;
            }

            PassOver(partition, Math.Max(partition.NextOffset, range.Low.Value));
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            _expired.PutBack(expired);
            _topics.Note(error);
            Notice(
                KafkaNoticeKind.Broker,
                $"Records were deleted, and what is left cannot be found yet: {_errors.Describe(error.Error)}");
        }
    }

    private void PassOver(OwnedPartition partition, long first)
    {
        var (position, lost) = (partition.NextOffset, first - partition.NextOffset);
        _passedOver += lost;
        (partition.NextOffset, partition.IsAtEnd) = (first, false);
        _notices.Write(
            KafkaNoticeKind.DataLost,
            $"{lost} records of {partition} were deleted before they were read, from offset {position} to {first - 1}:"
            + $" the reading goes on behind them. In all partitions that makes {_passedOver}.");
        if (first >= partition.EndOffset)
        {
            Complete(partition);
            return;
        }

        _consumer.AssignAgain(new TopicPartitionOffset(partition.Id, first));
    }
}
