using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>
/// The pipeline of one partition: takes its records, numbers its results, is saved and restored together with the
/// offset. The results of a record go out once the pipeline is done with it, so that of a record on which it fails none
/// do; results that went out before the pipeline had to go back do not go out again.
/// </summary>
internal sealed class PartitionPipeline<T, TResult> : IObserver<TResult>, IDisposable
{
    private readonly OwnedPartition _partition;
    private readonly Func<PartitionResult<TResult>, bool> _deliver;
    private readonly CheckpointedPipeline<KafkaRecord<T>, TResult> _pipeline;
    private readonly Output<TResult> _output = new();
    private readonly int _generation;
    private long _delivered;
    private long _sequence;
    private long _offset;

    public PartitionPipeline(
        OwnedPartition partition,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> build,
        Func<PartitionResult<TResult>, bool> deliver,
        Checkpoint? checkpoint,
        int generation,
        long delivered,
        SnapshotCodecs codecs)
    {
        (_partition, _deliver, _generation) = (partition, deliver, generation);
        var first = Checkpoint.FirstSequence(generation);
        _delivered = Math.Max(delivered, checkpoint?.Delivered ?? first);
        (_offset, _sequence) = checkpoint is null
            ? (partition.NextOffset, first)
            : (checkpoint.Offset, checkpoint.Sequence);
        _pipeline = new CheckpointedPipeline<KafkaRecord<T>, TResult>(build, this, checkpoint?.Pipeline, codecs);
    }

    /// <summary>Gives what the pipeline has failed with.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Counts the results that have come about in all.</summary>
    public long Sequence => _sequence;

    /// <summary>Counts the results that have gone out in all and have surely arrived.</summary>
    public long Delivered => _delivered;

    /// <summary>
    /// Tells whether whoever listened has left before a result had arrived: the state is beyond it and is not saved.
    /// </summary>
    public bool IsCut { get; private set; }

    /// <summary>The least watermark of the pipeline's operators, or null.</summary>
    public DateTimeOffset? Watermark => _pipeline.Watermark;

    /// <summary>Hands on what the pipeline has said while it was made: a checkpoint counts that as said.</summary>
    public void Begin() => Deliver();

    public void Take(in KafkaRecord<T> record)
    {
        _offset = record.Offset + 1;
        _pipeline.OnNext(record);
        Deliver();
    }

    /// <summary>Takes what happened before the partition's first record.</summary>
    public void TakePast(in KafkaRecord<T> past)
    {
        _pipeline.OnNext(past);
        Deliver();
    }

    /// <summary>Takes all values of one record; their results go out together.</summary>
    public void TakeAll(IReadOnlyList<KafkaRecord<T>> values)
    {
        _offset = values[0].Offset + 1;
        for (var i = 0; i < values.Count && Failure is null; i++)
        {
            _pipeline.OnNext(values[i]);
        }

        Deliver();
    }

    public void Advance(TimeSpan by)
    {
        _pipeline.AdvanceWatermarks(by);
        Deliver();
    }

    public void Complete()
    {
        _pipeline.Complete();
        Deliver();
    }

    /// <summary>Results from this number on, and dead letters, have perhaps not arrived.</summary>
    public void Redo(long sequence)
    {
        _delivered = Math.Min(_delivered, sequence - 1);
        IsCut = true;
    }

    public Checkpoint Save(long offset, PendingInput pending = default) =>
        new(
            _partition.PartitionCount,
            _partition.TopicId,
            _generation,
            offset,
            _sequence,
            _delivered,
            pending,
            _pipeline.Save());

    public void OnNext(TResult value) => _output.Emit(value);

    public void OnError(Exception error) => Failure = error;

    public void OnCompleted()
    {
    }

    public void Dispose() => _pipeline.Dispose();

    private void Deliver()
    {
        if (_output.Count == 0)
        {
            return;
        }

        foreach (var value in Failure is null ? _output.Results : [])
        {
            if (++_sequence > _delivered && !IsCut)
            {
                // An observer that throws has not got it either.
                IsCut = true;
                if (!_deliver(new PartitionResult<TResult>(
                    _partition.Id.Topic, _partition.Id.Partition.Value, _sequence, _offset, value)))
                {
                    break;
                }

                (IsCut, _delivered) = (false, _sequence);
            }
        }

        _output.Clear();
    }
}
