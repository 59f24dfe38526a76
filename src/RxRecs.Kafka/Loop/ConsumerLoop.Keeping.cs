using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Keeps the member in its group while user code takes long, and the consumer's position right.</summary>
internal sealed partial class ConsumerLoop<T>
{
    // For whatever may take long besides a record: restoring, a flush before a commit, results without a record.
    private void Keep(Action action)
    {
        _keeper.Enter();
        try
        {
            action();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NoteFault(error);
            throw;
        }
        finally
        {
            LeaveKeeper();
        }
    }

    private void LeaveKeeper()
    {
        if (_keeper.Leave() && _fault is null && _expulsion is null)
        {
            ResumeAll();
        }

        if (_moved is not { } moved)
        {
            return;
        }

        _moved = null;
        if (!moved.IsGone && _fault is null && _expulsion is null)
        {
            Forget(moved);
            _consumer.Seek(new TopicPartitionOffset(moved.Id, moved.NextOffset));
        }
    }

    // Records that the other thread has put by are from before a partition was moved or taken away: taken in later,
    // they would leave a gap before them.
    private void Forget(OwnedPartition partition)
    {
        for (var left = _inbox.Count; left > 0; left--)
        {
            var record = _inbox.Dequeue();
            if (!IsOf(record, partition))
            {
                _inbox.Enqueue(record);
            }
        }
    }

    private void PollInstead(ManualResetEventSlim processed)
    {
        _busyPipeline = processed;
        try
        {
            Notice(
                KafkaNoticeKind.SlowPipeline,
                "The pipeline takes long over one record; nothing further is fetched meanwhile.");
            while (!processed.IsSet && _expulsion is null)
            {
                _consumer.Pause(_owned.Keys);
                if (Poll() is { IsPartitionEOF: false } record)
                {
                    _inbox.Enqueue(record);
                }
            }
        }
        catch (Exception error)
        {
            NoteFault(error);
        }
        finally
        {
            _busyPipeline = null;
        }
    }

    private void ResumeAll() =>
        _consumer.Resume(_owned.Values.Where(each => !each.IsPaused).Select(each => each.Id));
}
