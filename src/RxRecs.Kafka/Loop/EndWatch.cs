using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Finds out when everything has been read: to the ends of the topics at the start, or to those at the time
/// when the user's task has ended.</summary>
internal sealed class EndWatch(
    Reading reading,
    OwnedPartitions owned,
    Assignment assignment,
    Membership membership,
    TopicWatch topics,
    PartitionEnds ends,
    PartitionTurns turns,
    SlowWork slow)
{
    private bool _areAllKnown;

    /// <summary>Tells whether everything has been read, by the whole group.</summary>
    public bool IsReached =>
        (reading.Options.End.IsEndOfTopic || (IsTaskOver && _areAllKnown)) && assignment.IsSettled
        && owned.All(static each => each.IsCompleted) && !membership.AwaitsPartitions
        && !reading.Target.HasWorkUnderWay && membership.IsGroupDone();

    private bool IsTaskOver => reading.Options.End.Task is { IsCompleted: true };

    /// <summary>Looks for the ends once the task has ended.</summary>
    public void Look()
    {
        if (reading.Options.End.Task is { IsCompleted: true } input)
        {
            // Of one that failed we do not know whether all was written: what it failed with ends us too.
            input.GetAwaiter().GetResult();
            if (AreAllKnown())
            {
                FindEnds();
            }
        }
    }

    // The task may have written to partitions that came meanwhile.
    private bool AreAllKnown()
    {
        if (!_areAllKnown)
        {
            slow.Run(() => _areAllKnown = topics.AreTheSame());
            membership.AddPartitions();
            if (!_areAllKnown)
            {
                reading.Notices.WriteUnlessTold(
                    KafkaNoticeKind.Broker,
                    "The ends of the topic cannot be found yet: no broker says what partitions there are.");
            }
        }

        return _areAllKnown;
    }

    // Nobody writes any more: each partition is read up to where it ends now.
    private void FindEnds()
    {
        try
        {
            foreach (var each in owned.ToList())
            {
                if (!each.IsBegun || each.IsGone || each.EndOffset != long.MaxValue)
                {
                    continue;
                }

                each.EndOffset = ends.EndOf(each);

                // What a transaction leaves there is passed by now and is not told a second time.
                if (each.NextOffset >= each.EndOffset || (each.IsAtEnd && each.SeenEnd >= each.EndOffset))
                {
                    turns.Complete(each);
                }
            }
        }
        catch (KafkaException error) when (!KafkaErrors.IsTerminal(error.Error))
        {
            topics.Note(error);
            reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.Broker,
                $"The ends of the topic cannot be found yet: {reading.Errors.Describe(error.Error)}");
        }
    }
}
