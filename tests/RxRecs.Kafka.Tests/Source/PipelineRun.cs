using System.Reactive;
using Confluent.Kafka;
using RxRecs.Kafka.Telemetry;
using RxRecs.Machines;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Feeds one partition to its pipeline as a loop would, without a broker, and writes down the results by their numbers.
/// </summary>
internal sealed class PipelineRun : IPartitionControl, IDisposable
{
    private readonly PipelineTarget<int, string> _target;
    private readonly TopicObserver<PartitionResult<string>> _observer;
    private readonly OwnedPartition _partition;

    public PipelineRun(
        ISnapshotStore store,
        IDictionary<long, string> results,
        Func<IObservable<KafkaRecord<int>>, IObservable<string>> build,
        SnapshotCodecs? codecs = null,
        Func<TopicRun, HandlerPool<PartitionResult<string>>>? makeHandlers = null)
    {
        var options = new KafkaPipelineOptions
        {
            Topics = ["topic"],
            Start = KafkaStart.Beginning,
            Store = store,
            ContinueAfterFailure = true,
            Codecs = codecs ?? SnapshotCodecs.Default,
        };
        _observer = new ValueObserver<PartitionResult<string>>(Observer.Create<PartitionResult<string>>(each =>
        {
            results[each.Sequence] = each.Value;
            if (each.Value == LastWanted)
            {
                _observer!.Dispose();
            }
        }));
        _observer.Begin();
        var run = new TopicRun { Control = this };
        _target = new PipelineTarget<int, string>(
            options, build, _observer, run, handlers: makeHandlers?.Invoke(run));
        var id = new TopicPartition("topic", 0);
        _partition = new OwnedPartition(id, 1, Telemetry.Partition(id)) { IsBegun = true };
        _partition.NextOffset = _target.FindPosition(_partition) ?? 0;
        _target.Begin(_partition);
    }

    /// <summary>The result at which whoever listens leaves.</summary>
    public string? LastWanted { get; init; }

    public bool IsCanceled => false;

    /// <summary>The offset of the next record.</summary>
    public int Next => (int)_partition.NextOffset;

    public bool IsPaused => _partition.IsPaused;

    public bool HasWorkUnderWay => _target.HasWorkUnderWay;

    public Exception? Failure => _target.Failure;

    public ConsumerTelemetry Telemetry { get; } = new(null);

    /// <summary>Takes the records of a topic from where the partition stands, up to an offset.</summary>
    public void Take(IReadOnlyList<(int Value, DateTimeOffset Time)> topic, int upTo)
    {
        while (_partition.NextOffset < upTo)
        {
            var (value, time) = topic[(int)_partition.NextOffset];
            var position = new TopicPartitionOffset(_partition.Id, _partition.NextOffset);
            if (_target.Take(_partition, new KafkaRecord<int>(value, time, position)))
            {
                _partition.NextOffset++;
            }
        }
    }

    public void Quiet(TimeSpan by) => _target.Quiet(_partition, by);

    /// <summary>The loop comes by.</summary>
    public void Look() => _target.Look();

    public long Save()
    {
        _target.NoteProcessed(_partition);
        return _target.Save(_partition);
    }

    /// <summary>The loop is about to let the partition go.</summary>
    public void Settle() => _target.Settle([_partition], mayCommit: true);

    public long CompleteAt(long offset)
    {
        (_partition.IsCompleted, _partition.NextOffset) = (true, offset);
        _target.Complete(_partition);
        return Save();
    }

    /// <summary>The answer of <see cref="Save"/> for a partition whose completion has not come about.</summary>
    public long SaveAfterFailedCompletion(long offset)
    {
        (_partition.IsCompleted, _partition.NextOffset) = (true, offset);
        return _target.Save(_partition);
    }

    public void Pause(OwnedPartition partition) => partition.IsPaused = true;

    public void Resume(OwnedPartition partition) => partition.IsPaused = false;

    public void RunSlowly(Action action) => action();

    public void Seek(OwnedPartition partition, long offset) => partition.NextOffset = offset;

    public void Flush()
    {
    }

    public void CheckTopics()
    {
    }

    public void Notice(KafkaNoticeKind kind, string text)
    {
    }

    public bool ReportDeadLetter(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value) =>
        true;

    public void Dispose()
    {
        _target.End(_partition);
        _partition.Dispose();
    }
}
