namespace RxRecs.Kafka;

/// <summary>
/// Hands records to an asynchronous handler. A record is processed once its task is done; what may be committed of a
/// partition ends before its first record that is not.
/// </summary>
internal sealed class HandlerTarget<T>(HandlerPool<KafkaRecord<T>> handlers) : RecordTarget<T>
{
    private readonly Dictionary<OwnedPartition, long> _processed = [];

    public override bool MeasuresProcess => true;

    public override long Values => handlers.Done;

    public override Exception? Failure => handlers.Failure;

    public override bool HasWorkUnderWay => handlers.HasWorkUnderWay;

    /// <summary>Tells the telemetry how long a handler takes.</summary>
    public static Func<OwnedPartition, KafkaRecord<T>, CancellationToken, Task> Measure(
        Func<KafkaRecord<T>, CancellationToken, Task> handler) =>
        (partition, record, stop) => RecordWork.IsListenedTo
            ? MeasureAsync(handler, partition, record, stop)
            : handler(record, stop);

    public override void Begin(OwnedPartition partition) => handlers.Begin(partition);

    public override bool Take(OwnedPartition partition, in KafkaRecord<T> record)
    {
        handlers.Take(partition, record, record.Offset, record.Offset);
        handlers.MakeRoom(partition);

        // What is under way is not processed, and its ticket says so.
        return true;
    }

    public override void NoteProcessed(OwnedPartition partition) =>
        _processed[partition] = handlers.First(partition) ?? partition.NextOffset;

    public override long Save(OwnedPartition partition) => _processed[partition];

    public override void Look() => handlers.Look();

    public override void Settle(IReadOnlyCollection<OwnedPartition> partitions, bool mayCommit) =>
        handlers.Settle(partitions, mayCommit);

    public override void End(OwnedPartition partition)
    {
        handlers.End(partition);
        _processed.Remove(partition);
    }

    private static async Task MeasureAsync(
        Func<KafkaRecord<T>, CancellationToken, Task> handler,
        OwnedPartition partition,
        KafkaRecord<T> record,
        CancellationToken stop)
    {
        var measured = partition.BeginProcess(record.Headers, record.Offset);
        try
        {
            await HandlerTask.Of(handler(record, stop)).ConfigureAwait(false);
            measured.End();
        }
        catch (Exception error)
        {
            measured.End(error);
            throw;
        }
    }
}
