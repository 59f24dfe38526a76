using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <content>What becomes of a record: a value, several or none, or a dead letter.</content>
internal sealed partial class ConsumerLoop<T>
{
    private readonly List<(T Value, DateTimeOffset EventTime)> _parsed = [];
    private readonly List<KafkaRecord<T>> _several = [];

    private TimeSpan? _pollTime;

    // The poll's time is taken for those who listen; a poll that brings nothing was a wait.
    private ConsumeResult<byte[], byte[]>? PollForRecord()
    {
        if (!RecordWork.IsListenedTo)
        {
            return _consumer.Poll();
        }

        var start = _clock.GetTimestamp();
        var record = _consumer.Poll();
        _pollTime = _clock.GetElapsedTime(start);
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

        if (_target.MeasuresProcess)
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
        _slow.Enter();
        try
        {
            var (value, eventTime) = (default(T)!, default(DateTimeOffset));
            var problem = _reader.MakesSeveral
                ? ReadAll(record)
                : _reader.Read(record, out value, out eventTime);
            var isProcessed =
                problem is not null ? ReportDeadLetter(
                    partition, record.Offset.Value, problem, record.Message.Key, record.Message.Value)
                : _reader.MakesSeveral ? TakeAll(partition)
                : TakeOne(partition, new KafkaRecord<T>(value, eventTime.UtcTicks, record));

            // Before the other thread may go on: a partition that it has to give back is committed with this record.
            if (isProcessed)
            {
                partition.NextOffset = record.Offset.Value + 1;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !IsCanceled)
        {
            _faults.NoteFault(error);
            throw;
        }
        finally
        {
            _slow.Leave();
        }
    }

    private bool TakeOne(OwnedPartition partition, in KafkaRecord<T> record)
    {
        // What cannot be read or comes late is no activity: a partition of nothing else is quiet.
        partition.HasNews |= !_target.IsLate(partition, record.EventTicks);
        return _target.Take(partition, record);
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
            partition.HasNews |= !_target.IsLate(partition, value.EventTicks);
        }

        return _several.Count == 0 || _target.TakeAll(partition, _several);
    }
}
