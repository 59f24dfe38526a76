using Confluent.Kafka;
using RxRecs.Kafka.Telemetry;

namespace RxRecs.Kafka.Source;

/// <summary>
/// Feeds partitions to a handler as a loop would, without a broker and on one thread: handlers start when they are told
/// to, and end when the test says so.
/// </summary>
internal sealed class HandlerRun : IPartitionControl, IDisposable
{
    private readonly List<OwnedPartition> _partitions = [];
    private readonly StepScheduler _steps = new();
    private readonly HandlerTarget<int> _target;

    public HandlerRun(int partitions, KafkaHandlerOptions<KafkaRecord<int>> options)
    {
        _target = new HandlerTarget<int>(
            new(
                options with { KeySelector = options.KeySelector ?? (static record => record.Key) },
                HandlerTarget<int>.Measure(Handle),
                HandledKind.Record,
                Clock,
                new TopicRun { Control = this })
            {
                Scheduler = _steps,
                Moment = TimeSpan.Zero,
            });
        for (var number = 0; number < partitions; number++)
        {
            _partitions.Add(null!);
            Assign(number);
        }
    }

    /// <summary>The handlers at work, in the order in which they were started.</summary>
    public List<Running> AtWork { get; } = [];

    /// <summary>The notices that the user was given.</summary>
    public List<string> Notices { get; } = [];

    public JumpingClock Clock { get; } = new();

    public bool IsCanceled { get; set; }

    public ConsumerTelemetry Telemetry { get; } = new(null);

    public Exception? Failure => _target.Failure;

    public bool HasWorkUnderWay => _target.HasWorkUnderWay;

    public long Values => _target.Values;

    public bool IsPaused(int partition) => _partitions[partition].IsPaused;

    /// <summary>Takes the next record of a partition, and starts what may start.</summary>
    public void Take(int partition, int key)
    {
        var owned = _partitions[partition];
        var record = new KafkaRecord<int>(
            key,
            DateTimeOffset.UnixEpoch,
            new TopicPartitionOffset(owned.Id, owned.NextOffset),
            key == 0 ? null : [(byte)key]);
        Assert.That(_target.Take(owned, record), Is.True);
        owned.NextOffset++;
        _steps.RunQueued();
    }

    /// <summary>Ends a handler at work, with an error if there is one.</summary>
    public void End(Running running, Exception? error = null)
    {
        Assert.That(AtWork.Remove(running), Is.True);
        _steps.End(running.Task, error);
        _target.Look();
    }

    public long Save(int partition)
    {
        NoteProcessed(partition);
        return SaveNoted(partition);
    }

    /// <summary>The first half of <see cref="Save"/>, behind which sinks confirm.</summary>
    public void NoteProcessed(int partition) => _target.NoteProcessed(_partitions[partition]);

    public long SaveNoted(int partition) => _target.Save(_partitions[partition]);

    /// <summary>The loop is about to let a partition go.</summary>
    public void Settle(int partition, bool mayCommit = true)
    {
        _target.Settle([_partitions[partition]], mayCommit);
        _steps.RunQueued();
    }

    /// <summary>The partition is gone.</summary>
    public void TakeAway(int partition)
    {
        _target.End(_partitions[partition]);
        _partitions[partition].Dispose();
        _steps.RunQueued();
    }

    /// <summary>The partition comes back, and is read from an offset on.</summary>
    public void Assign(int partition, long offset = 0)
    {
        var id = new TopicPartition("topic", partition);
        _partitions[partition] =
            new OwnedPartition(id, 1, Telemetry.Partition(id)) { NextOffset = offset, IsBegun = true };
        _target.Begin(_partitions[partition]);
    }

    public void Pause(OwnedPartition partition) => partition.IsPaused = true;

    public void Resume(OwnedPartition partition) => partition.IsPaused = false;

    public void Notice(KafkaNoticeKind kind, string text) => Notices.Add(text);

    public void RunSlowly(Action action) => action();

    public void CheckTopics() => throw new NotSupportedException();

    public void Flush() => throw new NotSupportedException();

    public void Seek(OwnedPartition partition, long offset) => throw new NotSupportedException();

    public bool ReportDeadLetter(OwnedPartition partition, long offset, string reason, byte[]? key, byte[]? value) =>
        throw new NotSupportedException();

    public void Dispose() => _partitions.ForEach(static each => each.Dispose());

    private Task Handle(KafkaRecord<int> record, CancellationToken token)
    {
        var running = new Running(record.Partition, record.Offset, record.Value, new TaskCompletionSource(), token);
        AtWork.Add(running);
        return running.Task.Task;
    }

    /// <summary>A handler at work on a record.</summary>
    internal sealed record Running(
        int Partition, long Offset, int Key, TaskCompletionSource Task, CancellationToken Token);
}
