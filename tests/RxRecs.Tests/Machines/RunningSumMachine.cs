using RxRecs.Machines;

namespace RxRecs.Tests.Machines;

/// <summary>Emits the sum so far after each event, and once more at the end.</summary>
internal sealed class RunningSumMachine<TEvent>(Func<TEvent, long> valueSelector) : IMachine<TEvent, long>
{
    private long _sum;

    public SnapshotFormat Format => new("RunningSum", 1);

    public void OnEvent(TEvent value, Output<long> output)
    {
        _sum += valueSelector(value);
        output.Emit(_sum);
    }

    public void OnCompleted(Output<long> output) => output.Emit(_sum);

    public void Snapshot(SnapshotWriter writer) => writer.WriteInt64(_sum);

    public void Restore(SnapshotReader reader) => _sum = reader.ReadInt64();
}
