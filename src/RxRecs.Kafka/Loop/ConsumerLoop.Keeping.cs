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
            _faults.Note(error);
            throw;
        }
        finally
        {
            LeaveKeeper();
        }
    }

    private void LeaveKeeper()
    {
        if (_keeper.Leave() && _faults.IsNone)
        {
            ResumeAll();
        }

        if (_moved is not { } moved)
        {
            return;
        }

        _moved = null;
        if (!moved.IsGone && _faults.IsNone)
        {
            _inbox.Forget(moved);
            _consumer.Seek(new TopicPartitionOffset(moved.Id, moved.NextOffset));
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
            while (!processed.IsSet && _faults.Expulsion is null)
            {
                _consumer.Pause(_owned.Ids);
                if (Poll() is { IsPartitionEOF: false } record)
                {
                    _inbox.Add(record);
                }
            }
        }
        catch (Exception error)
        {
            _faults.Note(error);
        }
        finally
        {
            _busyPipeline = null;
        }
    }

    private void ResumeAll() =>
        _consumer.Resume(_owned.Where(each => !each.IsPaused).Select(each => each.Id));
}
