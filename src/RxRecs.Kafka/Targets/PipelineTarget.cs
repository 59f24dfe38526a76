using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>
/// Runs one pipeline for each partition in hand. What happens without a record (event time that goes on, completion) is
/// saved before it happens, so that it happens again at the same point after a restart.
/// </summary>
internal sealed partial class PipelineTarget<T, TResult>(
    KafkaPipelineOptions options,
    Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> build,
    TopicObserver<PartitionResult<TResult>> observer,
    TopicRun run,
    PastEvents<T>? past = null,
    HandlerPool<PartitionResult<TResult>>? handlers = null) : RecordTarget<T>
{
    // A partition may be assigned, on the thread that polls for us, while another's pipeline is at work.
    private readonly ConcurrentDictionary<OwnedPartition, Part> _parts = new();
    private readonly PipelineCheckpoints _checkpoints = new(options, run, past?.History.Until.UtcTicks ?? 0);
    private long _values;
    private int _generation;

    public override long Values => _values;

    public override bool SavesState => _checkpoints.HasStore;

    public override long? FindPosition(OwnedPartition partition)
    {
        var checkpoint = _checkpoints.Load(partition);
        var part = new Part { Checkpoint = checkpoint, Generation = checkpoint?.Generation ?? _generation };
        if (checkpoint is not null && TopicState.AreOfDifferentTopics(checkpoint.TopicId, partition.TopicId))
        {
            part.Generation = Math.Max(_checkpoints.NextGeneration(partition, part.Generation), _generation);
            (part.Checkpoint, part.IsAnew) = (null, true);
        }
        else if (checkpoint is not null)
        {
            _checkpoints.ThrowIfOfOtherHistory(partition, checkpoint);
        }

        _parts[partition] = part;
        return part.Checkpoint?.Offset ?? (part.IsAnew ? Offset.Beginning.Value : null);
    }

    public override void Reset() => _generation++;

    public override void Begin(OwnedPartition partition)
    {
        var part = _parts[partition];
        part.IsBeforeHistory = past is not null && part.Checkpoint is null;
        part.Position = partition.NextOffset;
        handlers?.Begin(partition);
        Start(partition, part, delivered: 0);
        if (partition.EndOffset != long.MaxValue && partition.EndOffset != part.Checkpoint?.Offset)
        {
            _checkpoints.ThrowIfCompleted(partition, part.Checkpoint);
        }
    }

    public override bool Take(OwnedPartition partition, in KafkaRecord<T> record)
    {
        var part = _parts[partition];
        if (IsSkipped(partition, part, record.Offset))
        {
            return true;
        }

        part.QuietDue = TimeSpan.Zero;
        part.Pipeline!.Take(record);
        return HasTaken(partition, part, record, 1);
    }

    public override bool TakeAll(OwnedPartition partition, IReadOnlyList<KafkaRecord<T>> values)
    {
        var part = _parts[partition];
        if (IsSkipped(partition, part, values[0].Offset))
        {
            return true;
        }

        part.QuietDue = TimeSpan.Zero;
        part.Pipeline!.TakeAll(values);
        return HasTaken(partition, part, values[0], values.Count);
    }

    public override long Save(OwnedPartition partition)
    {
        var part = _parts[partition];
        if (handlers is not null)
        {
            return SaveHandled(partition, part);
        }

        if (part.IsBeforeHistory)
        {
            // Half a history is no state to go on from: the next run begins with it again.
            return partition.NextOffset;
        }

        if (part.IsCut)
        {
            return SaveCut(partition, part);
        }

        if (_checkpoints.AreNeeded && partition.IsCompleted)
        {
            // What completion was to do is saved before; if it was not, the state is behind the end.
            return part.Checkpoint is { Pending.IsCompletion: true }
                ? partition.NextOffset
                : part.Checkpoint!.Offset;
        }

        if (_checkpoints.AreNeeded && part.Checkpoint?.Offset != partition.NextOffset)
        {
            SaveCheckpoint(partition, part, part.Pipeline!.Save(partition.NextOffset));
            part.Skipped?.RemoveWhere(offset => offset < partition.NextOffset);
        }

        return partition.NextOffset;
    }

    public override void Redo(OwnedPartition partition, in Delivery delivery)
    {
        if (!SavesState)
        {
            base.Redo(partition, delivery);
        }
        else
        {
            _parts[partition].Pipeline!.Redo(delivery.Position);
        }
    }

    public override long Watermark(OwnedPartition partition) =>
        _parts[partition].Pipeline?.Watermark?.UtcTicks ?? 0;

    public override void Quiet(OwnedPartition partition, TimeSpan by)
    {
        var part = _parts[partition];
        if (part.IsCut || part.Checkpoint is { Pending.IsCompletion: true })
        {
            return;
        }

        if (MustWait(partition))
        {
            part.QuietDue += by;
            _isAnyDue = true;
            return;
        }

        if (_checkpoints.AreNeeded)
        {
            run.Control.Flush();
            SaveCheckpoint(partition, part, part.Pipeline!.Save(partition.NextOffset, PendingInput.AdvanceBy(by)));
        }

        Run(partition, part, () => part.Pipeline!.Advance(by));
        if (handlers is not null)
        {
            part.Mark = NewMark(partition, part);
        }
        else if (_checkpoints.AreNeeded && !part.IsCut)
        {
            run.Control.Flush();
            SaveCheckpoint(partition, part, part.Pipeline!.Save(partition.NextOffset));
        }
    }

    public override void Complete(OwnedPartition partition)
    {
        var part = _parts[partition];
        if (part.IsCut)
        {
            return;
        }

        part.IsCompletionDue = MustWait(partition);
        if (part.IsCompletionDue)
        {
            _isAnyDue = true;
            return;
        }

        if (_checkpoints.AreNeeded)
        {
            run.Control.Flush();
            SaveCheckpoint(partition, part, part.Pipeline!.Save(partition.NextOffset, PendingInput.Completion));
        }

        Run(partition, part, part.Pipeline!.Complete);
        part.Mark = handlers is null ? null : new(partition.NextOffset, part.Pipeline!.Sequence, State: null);
    }

    // With a store the next run goes on from here, so nothing is flushed.
    public override void Finish()
    {
        foreach (var (partition, part) in SavesState ? [] : _parts.ToArray())
        {
            if (part.Pipeline is { } pipeline)
            {
                Run(partition, part, pipeline.Complete);
            }
        }

        handlers?.WaitForAll();
    }

    public override void End(OwnedPartition partition)
    {
        handlers?.End(partition);
        if (_parts.TryRemove(partition, out var part))
        {
            part.Pipeline?.Dispose();
        }
    }

    private void Start(OwnedPartition partition, Part part, long delivered)
    {
        // To go back, there is the number with a store, and the record without.
        bool Deliver(PartitionResult<TResult> result) => handlers is null
            ? observer.Take(result, partition, SavesState ? result.Sequence : result.NextOffset - 1)
            : IsHandedOn(partition, result);

        part.Mark = null;
        try
        {
            part.Pipeline = new(
                partition, build, Deliver, part.Checkpoint, part.Generation, delivered, options.Codecs);
        }
        catch (SnapshotException error)
        {
            throw _checkpoints.Unusable(partition, error);
        }

        ThrowIfFailed(partition, part, "at its start");
        part.Pipeline.Begin();
        if (part.Checkpoint?.Pending.Advance is { } time)
        {
            Run(partition, part, () => part.Pipeline.Advance(time));
        }

        if (part.IsAnew && !part.IsBeforeHistory && handlers is null)
        {
            // Whatever happens from here on, the numbers of the generation before do not come again.
            part.IsAnew = false;
            SaveCheckpoint(partition, part, part.Pipeline.Save(partition.NextOffset));
        }

        if (_checkpoints.AreNeeded)
        {
            part.Checkpoint ??= part.Pipeline.Save(partition.NextOffset);
        }
    }

    private bool IsSkipped(OwnedPartition partition, Part part, long offset)
    {
        _checkpoints.ThrowIfCompleted(partition, part.Checkpoint);
        return part.Skipped?.Contains(offset) == true;
    }

    private bool HasTaken(OwnedPartition partition, Part part, in KafkaRecord<T> record, int values)
    {
        if (part.Pipeline!.Failure is { } failure)
        {
            return SkipFailedRecord(partition, part, record, failure);
        }

        handlers?.MakeRoom(partition);
        _values += part.IsCut ? 0 : values;
        return !part.IsCut;
    }

    // Back to the last checkpoint, and from there again, without the record, up to where we are.
    private bool SkipFailedRecord(OwnedPartition partition, Part part, in KafkaRecord<T> record, Exception failure)
    {
        if (!options.ContinueAfterFailure || IsStop(failure))
        {
            ThrowIfFailed(partition, part, $"on the record at offset {record.Offset}", record.Offset);
        }

        if (!run.Control.ReportDeadLetter(
            partition,
            record.Offset,
            $"The pipeline failed on it: {failure.GetType().Name}: {failure.Message}",
            record.Key,
            record.RawValue))
        {
            return false;
        }

        (part.Skipped ??= []).Add(record.Offset);
        var delivered = part.Pipeline!.Delivered;
        part.Pipeline.Dispose();
        Start(partition, part, delivered);
        run.Control.Seek(partition, part.Checkpoint!.Offset);
        return false;
    }

    // The state is beyond what has arrived. The last checkpoint is not, and from there on nothing that has arrived is
    // said again; without a store there is nothing to go back to.
    private long SaveCut(OwnedPartition partition, Part part)
    {
        if (!SavesState || part.Checkpoint is not { } checkpoint)
        {
            return partition.NextOffset;
        }

        var delivered = Math.Max(checkpoint.Sequence, part.Pipeline!.Delivered);
        SaveCheckpoint(partition, part, checkpoint with { Delivered = delivered });
        return checkpoint.Offset;
    }

    private void SaveCheckpoint(OwnedPartition partition, Part part, Checkpoint checkpoint) =>
        part.Checkpoint = _checkpoints.Save(partition, checkpoint);

    private void Run(OwnedPartition partition, Part part, Action action)
    {
        action();
        ThrowIfFailed(partition, part, "between two records");
    }

    // A sink within the pipeline that was to wait no longer: what it was waiting with has not arrived.
    private bool IsStop(Exception failure) => failure is OperationCanceledException && run.Control.IsCanceled;

    private void ThrowIfFailed(OwnedPartition partition, Part part, string when, long? offset = null)
    {
        if (part.Pipeline!.Failure is { } failure)
        {
            if (IsStop(failure))
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            throw new PartitionPipelineException(
                $"The pipeline of {partition} failed {when}: {failure.Message}", failure)
            {
                Topic = partition.Id.Topic,
                Partition = partition.Id.Partition.Value,
                Offset = offset,
            };
        }
    }
}
