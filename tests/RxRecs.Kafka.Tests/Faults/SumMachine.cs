using RxRecs.Machines;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Emits the sum of all values so far.</summary>
internal sealed class SumMachine : IMachine<int, int>
{
    private int _sum;

    public SnapshotFormat Format => new("Sum", 1);

    public void OnEvent(int value, Output<int> output) => output.Emit(_sum += value);

    public void OnCompleted(Output<int> output)
    {
    }

    public void Snapshot(SnapshotWriter writer) => writer.WriteInt32(_sum);

    public void Restore(SnapshotReader reader) => _sum = reader.ReadInt32();
}
