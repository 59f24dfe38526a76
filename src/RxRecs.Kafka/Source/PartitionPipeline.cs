using RxRecs.Checkpoints;

namespace RxRecs.Kafka.Source;

/// <summary>
/// The pipeline of one partition: takes its records, numbers its results, is saved and restored together with the
/// offset. Results that were delivered before the pipeline had to go back are not delivered again.
/// </summary>
internal sealed class PartitionPipeline<T, TResult> : IObserver<TResult>, IDisposable
{
    private readonly OwnedPartition _partition;
    private readonly Action<PartitionResult<TResult>> _deliver;
    private readonly CheckpointedPipeline<KafkaRecord<T>, TResult> _pipeline;
    private readonly long _delivered;
    private long _sequence;
    private long _offset;

    public PartitionPipeline(
        OwnedPartition partition,
        Func<IObservable<KafkaRecord<T>>, IObservable<TResult>> build,
        Action<PartitionResult<TResult>> deliver,
        Checkpoint? checkpoint,
        long delivered)
    {
        (_partition, _deliver, _delivered) = (partition, deliver, delivered);
        (_offset, _sequence) = checkpoint is null ? (partition.NextOffset, 0) : (checkpoint.Offset, checkpoint.Sequence);
        _pipeline = new CheckpointedPipeline<KafkaRecord<T>, TResult>(build, this, checkpoint?.Pipeline);
    }

    /// <summary>What the pipeline has failed with.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How many results have gone out in all.</summary>
    public long Delivered => Math.Max(_delivered, _sequence);

    /// <summary>The least watermark of the pipeline's operators, or null.</summary>
    public DateTimeOffset? Watermark => _pipeline.Watermark;

    public void Take(in KafkaRecord<T> record)
    {
        _offset = record.Offset + 1;
        _pipeline.OnNext(record);
    }

    public void Advance(TimeSpan by) => _pipeline.AdvanceWatermarks(by);

    public void Complete() => _pipeline.Complete();

    public Checkpoint Save(long offset, long pending = 0) =>
        new(_partition.PartitionCount, offset, _sequence, pending, _pipeline.Save());

    public void OnNext(TResult value)
    {
        if (++_sequence > _delivered)
        {
            _deliver(new PartitionResult<TResult>(
                _partition.Id.Topic, _partition.Id.Partition.Value, _sequence, _offset, value));
        }
    }

    public void OnError(Exception error) => Failure = error;

    public void OnCompleted()
    {
    }

    public void Dispose() => _pipeline.Dispose();
}
