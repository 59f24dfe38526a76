using RxRecs.Machines;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Counts, and says how many there were only at the end.</summary>
internal sealed class CountAtEndMachine : IMachine<int, long>
{
    private long _count;

    public SnapshotFormat Format => new("CountAtEnd", 1);

    public void OnEvent(int value, Output<long> output) => _count++;

    public void OnCompleted(Output<long> output) => output.Emit(_count);

    public void Snapshot(SnapshotWriter writer) => writer.WriteInt64(_count);

    public void Restore(SnapshotReader reader) => _count = reader.ReadInt64();
}
