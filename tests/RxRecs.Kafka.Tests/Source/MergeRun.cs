using System.Reactive;
using Confluent.Kafka;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Source;

/// <summary>Feeds partitions to a merge as a loop would, without a broker, and writes down what comes out.</summary>
internal sealed class MergeRun : IPartitionControl, IDisposable
{
    private readonly List<OwnedPartition> _partitions = [];
    private readonly HashSet<OwnedPartition> _paused = [];
    private readonly TopicObserver<KafkaRecord<int>> _observer;
    private readonly MergedTarget<int> _target;

    public MergeRun(int partitions, long lateness, int maxPending = 50_000)
    {
        _observer = new LateObserver<KafkaRecord<int>>(
            Observer.Create<EventTimeResult<KafkaRecord<int>, KafkaRecord<int>>>(Note));
        _target = new MergedTarget<int>(
            new KafkaMergeOptions { AllowedLateness = TimeSpan.FromTicks(lateness), MaxPending = maxPending },
            _observer,
            new TopicRun { Control = this });
        for (var number = 0; number < partitions; number++)
        {
            var id = new TopicPartition("topic", number);
            _partitions.Add(
                new OwnedPartition(id, partitions, Telemetry.Partition(id)) { NextOffset = 0, IsBegun = true });
            _target.Begin(_partitions[number]);
        }
    }

    public List<(long Ticks, int Partition, long Offset)> Out { get; } = [];

    public List<(int Partition, long Offset)> Late { get; } = [];

    public bool IsCanceled => false;

    public ConsumerTelemetry Telemetry { get; } = new(null);

    public bool IsPaused(int partition) => _paused.Contains(_partitions[partition]);

    public void RunSlowly(Action action) => action();

    public void CheckTopics()
    {
    }

    public void Notice(KafkaNoticeKind kind, string text)
    {
    }

    public void Flush()
    {
    }

    public void Take(int partition, long ticks)
    {
        var owned = _partitions[partition];
        var record = new KafkaRecord<int>(
            0, new DateTimeOffset(ticks, TimeSpan.Zero), new TopicPartitionOffset(owned.Id, owned.NextOffset));
        if (_target.Take(owned, record))
        {
            owned.NextOffset++;
        }
    }

    public void Quiet(int partition) => _target.Quiet(_partitions[partition], TimeSpan.Zero);

    public void Complete(int partition) => _target.Complete(_partitions[partition]);

    public void TakeAway(int partition)
    {
        _target.End(_partitions[partition]);
        _target.ReleaseWaiting();
    }

    public void Stop() => _target.Finish();

    public long Save(int partition) => _target.Save(_partitions[partition]);

    public void Pause(OwnedPartition partition)
    {
        partition.IsPaused = true;
        _paused.Add(partition);
    }

    public void Resume(OwnedPartition partition)
    {
        partition.IsPaused = false;
        _paused.Remove(partition);
    }

    public void Seek(OwnedPartition partition, long offset) => throw new NotSupportedException();

    public bool ReportDeadLetter(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value) =>
        throw new NotSupportedException();

    public void Dispose()
    {
        _partitions.ForEach(each => each.Dispose());
        _observer.Dispose();
    }

    private void Note(EventTimeResult<KafkaRecord<int>, KafkaRecord<int>> next)
    {
        if (next.IsLate)
        {
            Late.Add((next.Late.Event.Partition, next.Late.Event.Offset));
        }
        else
        {
            Out.Add((next.Result.EventTime.UtcTicks, next.Result.Partition, next.Result.Offset));
        }
    }
}
