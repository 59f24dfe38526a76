using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Polls one record after the other and makes of each a value, several or none, or a dead letter: asks for the
/// next one when the last one has been processed, so that a synchronous pipeline is the backpressure.</summary>
internal sealed class RecordIntake<T>(
    Reading reading,
    IRecordParser<T> parser,
    RecordTarget<T> target,
    ConsumerClient client,
    OwnedPartitions owned,
    Inbox inbox,
    RunFaults faults,
    BrokerWatch broker,
    PartitionTurns turns,
    DeadLetterReports dead,
    SlowWork slow)
{
    private readonly RecordReader<T> _reader = new(parser, reading.Options.Limits, reading.Clock);
    private readonly List<(T Value, DateTimeOffset EventTime)> _parsed = [];
    private readonly List<KafkaRecord<T>> _several = [];
    private TimeSpan? _pollTime;

    /// <summary>Counts the records that have been taken.</summary>
    public long Records { get; private set; }

    /// <summary>Gives the next record, or the end of a partition; null if none has come.</summary>
    public ConsumeResult<byte[], byte[]>? Next() => inbox.Take() ?? Poll();

    /// <summary>Takes a record.</summary>
    public void Take(ConsumeResult<byte[], byte[]> record)
    {
        // A record of a partition that has been taken from us or moved meanwhile is somebody else's, or comes again.
        if (owned.Find(record) is not { } partition || record.Offset.Value < partition.NextOffset
            || partition.IsCompleted)
        {
            return;
        }

        if (record.Offset.Value < partition.EndOffset)
        {
            partition.IsAtEnd = false;
            Records++;
            partition.Count(record.Message);
            record.Topic = partition.Id.Topic;
            Process(partition, record);
        }

        var isAtEnd = record.Offset.Value >= partition.EndOffset || partition.NextOffset >= partition.EndOffset;
        if (isAtEnd && !partition.IsGone)
        {
            turns.Complete(partition);
        }
    }

    /// <summary>Takes the end of a partition.</summary>
    public void TakeEnd(ConsumeResult<byte[], byte[]> end)
    {
        if (owned.Find(end) is not { } partition)
        {
            return;
        }

        partition.SeenEnd = end.Offset.Value;
        broker.NoteAnswer();
        partition.IsAtEnd = true;
        if (end.Offset.Value >= partition.EndOffset)
        {
            turns.Complete(partition);
        }
    }

    // The poll's time is taken for those who listen; a poll that brings nothing was a wait.
    private ConsumeResult<byte[], byte[]>? Poll()
    {
        if (!RecordWork.IsListenedTo)
        {
            return client.Poll();
        }

        var start = reading.Clock.GetTimestamp();
        var record = client.Poll();
        _pollTime = reading.Clock.GetElapsedTime(start);
        return record;
    }

    private void Process(OwnedPartition partition, ConsumeResult<byte[], byte[]> record)
    {
        if (!RecordWork.IsListenedTo)
        {
            ProcessOne(partition, record);
            return;
        }

        var headers = record.Message.Headers;
        if (_pollTime is { } time)
        {
            _pollTime = null;
            partition.CountPoll(headers, time);
        }

        if (target.MeasuresProcess)
        {
            ProcessOne(partition, record);
            return;
        }

        var work = partition.BeginProcess(headers, record.Offset.Value);
        try
        {
            ProcessOne(partition, record);
            work.End();
        }
        catch (Exception error)
        {
            work.End(error);
            throw;
        }
    }

    private void ProcessOne(OwnedPartition partition, ConsumeResult<byte[], byte[]> record)
    {
        slow.Enter();
        try
        {
            var (value, eventTime) = (default(T)!, default(DateTimeOffset));
            var problem = _reader.MakesSeveral
                ? ReadAll(record)
                : _reader.Read(record, out value, out eventTime);
            var isProcessed =
                problem is not null ? dead.Report(
                    partition, record.Offset.Value, problem, record.Message.Key, record.Message.Value)
                : _reader.MakesSeveral ? TakeAll(partition)
                : TakeOne(partition, new KafkaRecord<T>(value, eventTime.UtcTicks, record));

            // Before the other thread may go on: a partition that it has to give back is committed with this record.
            if (isProcessed)
            {
                partition.NextOffset = record.Offset.Value + 1;
            }
        }
        catch (Exception error) when (
            error is not OperationCanceledException || !reading.Cancellation.IsCancellationRequested)
        {
            faults.NoteFault(error);
            throw;
        }
        finally
        {
            slow.Leave();
        }
    }

    private bool TakeOne(OwnedPartition partition, in KafkaRecord<T> record)
    {
        // What cannot be read or comes late is no activity: a partition of nothing else is quiet.
        partition.HasNews |= !target.IsLate(partition, record.EventTicks);
        return target.Take(partition, record);
    }

    private string? ReadAll(ConsumeResult<byte[], byte[]> record)
    {
        var problem = _reader.ReadAll(record, _parsed);
        _several.Clear();
        foreach (var (value, eventTime) in _parsed)
        {
            _several.Add(new KafkaRecord<T>(value, eventTime.UtcTicks, record));
        }

        return problem;
    }

    private bool TakeAll(OwnedPartition partition)
    {
        foreach (var value in _several)
        {
            partition.HasNews |= !target.IsLate(partition, value.EventTicks);
        }

        return _several.Count == 0 || target.TakeAll(partition, _several);
    }
}
