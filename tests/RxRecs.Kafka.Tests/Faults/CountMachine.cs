using RxRecs.Machines;

namespace RxRecs.Kafka.Tests.Faults;

/// <summary>Counts values by their remainder; emits the remainder and how often it has come.</summary>
internal sealed class CountMachine(int keys) : IMachine<int, (int Key, long Count)>
{
    private readonly long[] _counts = new long[keys];

    public SnapshotFormat Format => new("Count", 1);

    public void OnEvent(int value, Output<(int Key, long Count)> output)
    {
        var key = value % keys;
        output.Emit((key, ++_counts[key]));
    }

    public void OnCompleted(Output<(int Key, long Count)> output)
    {
    }

    public void Snapshot(SnapshotWriter writer)
    {
        foreach (var count in _counts)
        {
            writer.WriteInt64(count);
        }
    }

    public void Restore(SnapshotReader reader)
    {
        for (var key = 0; key < keys; key++)
        {
            _counts[key] = reader.ReadInt64();
        }
    }
}
