using RxRecs.Machines;

namespace RxRecs.Shop.Broker;

/// <summary>Counts events, and is saved with the rest of a pipeline: what a plain variable would forget.</summary>
internal sealed class EventCountMachine : IMachine<Interaction, long>
{
    private long _events;

    public SnapshotFormat Format => new("EventCount", 1);

    public void OnEvent(Interaction value, Output<long> output) => output.Emit(++_events);

    public void OnCompleted(Output<long> output)
    {
    }

    public void Snapshot(SnapshotWriter writer) => writer.WriteInt64(_events);

    public void Restore(SnapshotReader reader) => _events = reader.ReadInt64();
}
