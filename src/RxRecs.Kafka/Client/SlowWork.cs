using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Keeps the member in its group while the loop does what may take long: a record, restoring, a flush before a commit,
/// results without a record. Another thread polls meanwhile; afterwards the consumer's position is right again. All but
/// that polling is for the loop's thread.
/// </summary>
internal sealed class SlowWork : IDisposable
{
    private readonly Reading _reading;
    private readonly ConsumerClient _client;
    private readonly OwnedPartitions _owned;
    private readonly Inbox _inbox;
    private readonly RunFaults _faults;
    private readonly BusyPipeline _busy;
    private readonly PollKeeper _keeper;
    private OwnedPartition? _moved;

    public SlowWork(
        Reading reading,
        ConsumerClient client,
        OwnedPartitions owned,
        Inbox inbox,
        RunFaults faults,
        BusyPipeline busy)
    {
        (_reading, _client, _owned, _inbox, _faults, _busy) = (reading, client, owned, inbox, faults, busy);
        _keeper = new PollKeeper(reading.Options.MaxPollInterval / 4, PollInstead);
    }

    public void Start() => _keeper.Start();

    public void Dispose() => _keeper.Dispose();

    /// <summary>Does something that may take long besides a record.</summary>
    public void Run(Action action)
    {
        Enter();
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
            Leave();
        }
    }

    /// <summary>A record's processing begins.</summary>
    public void Enter() => _keeper.Enter();

    /// <summary>A record's processing is over.</summary>
    public void Leave()
    {
        if (_keeper.Leave() && _faults.IsNone)
        {
            _client.Resume(_owned.Where(static each => !each.IsPaused).Select(static each => each.Id));
        }

        if (_moved is not { } moved)
        {
            return;
        }

        _moved = null;
        if (!moved.IsGone && _faults.IsNone)
        {
            _inbox.Forget(moved);
            _client.Seek(new TopicPartitionOffset(moved.Id, moved.NextOffset));
        }
    }

    /// <summary>Has the client go on at a partition's next offset, once no other thread polls for us: what that one
    /// still brings is from before the move.</summary>
    public void SeekAfterwards(OwnedPartition partition) => _moved = partition;

    /// <summary>Drops a move that the client has not made yet: another one takes its place.</summary>
    public void ForgetMove() => _moved = null;

    private void PollInstead(ManualResetEventSlim processed)
    {
        _busy.Begin(processed);
        try
        {
            _reading.Notices.WriteUnlessTold(
                KafkaNoticeKind.SlowPipeline,
                "The pipeline takes long over one record; nothing further is fetched meanwhile.");
            while (!processed.IsSet && _faults.Expulsion is null)
            {
                _client.Pause(_owned.Ids);
                if (_client.Poll() is { IsPartitionEOF: false } record)
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
            _busy.End();
        }
    }
}
