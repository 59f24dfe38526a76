using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Goes on, by option, behind records that were deleted before they were read, and counts them.</summary>
internal sealed class ExpirySkips(
    Reading reading,
    ExpiredPositions expired,
    Inbox inbox,
    OwnedPartitions owned,
    TopicWatch topics,
    PartitionEnds ends,
    ConsumerClient client,
    PartitionTurns turns)
{
    private long _passedOver;

    /// <summary>Sees to one partition, once all that came before has been taken.</summary>
    public void GoOn()
    {
        if (!inbox.IsEmpty || !expired.TryTake(out var next)
            || owned.Find(next.Partition) is not { IsCompleted: false } partition)
        {
            return;
        }

        try
        {
            // A position that is not there may be one in a topic that is not there any more: this throws then.
            if (!topics.AreTheSame())
            {
                expired.PutBack(next);
                return;
            }

            var range = ends.RangeOf(partition);
            if (partition.NextOffset > range.High.Value)
            {
                throw next.Failure;
            }

            PassOver(partition, Math.Max(partition.NextOffset, range.Low.Value));
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            expired.PutBack(next);
            topics.Note(error);
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Broker,
                "Records were deleted, and what is left cannot be found yet:"
                + $" {reading.Errors.Describe(error.Error)}");
        }
    }

    private void PassOver(OwnedPartition partition, long first)
    {
        var (position, lost) = (partition.NextOffset, first - partition.NextOffset);
        _passedOver += lost;
        (partition.NextOffset, partition.IsAtEnd) = (first, false);
        reading.Notices.Write(
            KafkaNoticeKind.DataLost,
            $"{lost} records of {partition} were deleted before they were read, from offset {position} to {first - 1}:"
            + $" the reading goes on behind them. In all partitions that makes {_passedOver}.");
        if (first >= partition.EndOffset)
        {
            turns.Complete(partition);
            return;
        }

        client.AssignAgain(new TopicPartitionOffset(partition.Id, first));
    }
}
