using RxRecs.Machines;

namespace RxRecs;

/// <summary>The states of all operators of a pipeline as one container; see <c>docs/snapshot-format.md</c>.</summary>
internal static class PipelineSnapshot
{
    private const string Letters = "RXRP";
    private const byte Version = 2; // since interactions have ids in place of longs

    /// <summary>Writes everything but the seal.</summary>
    public static void Write(SnapshotWriter writer, bool hasEnded, IReadOnlyList<IScopedMachine> machines)
    {
        SnapshotContainer.Begin(writer, Letters, Version);
        writer.WriteBoolean(hasEnded);
        if (!hasEnded)
        {
            WriteMachines(writer, machines);
        }
    }

    public static SnapshotReader Open(ReadOnlyMemory<byte> snapshot, SnapshotCodecs? codecs, out bool hasEnded)
    {
        var reader = SnapshotContainer.Open(snapshot, Letters, Version, codecs);
        hasEnded = reader.ReadBoolean();
        if (hasEnded)
        {
            ThrowIfBytesAreLeft(reader, "an ended pipeline");
        }

        return reader;
    }

    public static void Restore(SnapshotReader reader, IReadOnlyList<IScopedMachine> machines)
    {
        RestoreMachines(reader, machines);
        ThrowIfBytesAreLeft(reader, "the last operator");
    }

    /// <summary>Writes names and states, without a container around them.</summary>
    public static void WriteMachines(SnapshotWriter writer, IReadOnlyList<IScopedMachine> machines)
    {
        WriteNames(writer, machines);
        WriteStates(writer, machines);
    }

    /// <summary>Restores what runs, and then ends what had ended.</summary>
    public static void RestoreMachines(SnapshotReader reader, IReadOnlyList<IScopedMachine> machines)
    {
        var ended = ReadNames(reader, machines);
        for (var i = 0; i < machines.Count; i++)
        {
            if (!ended[i])
            {
                RestoreOne(reader, machines[i], i);
            }
        }

        for (var i = 0; i < machines.Count; i++)
        {
            if (ended[i])
            {
                machines[i].EndAgain();
            }
        }
    }

    private static void WriteNames(SnapshotWriter writer, IReadOnlyList<IScopedMachine> machines)
    {
        writer.WriteCount(machines.Count);
        foreach (var machine in machines)
        {
            writer.WriteString(machine.Format.Name);
            writer.WriteCount(machine.Format.Version);
            writer.WriteBoolean(machine.HasEnded);
        }
    }

    private static void WriteStates(SnapshotWriter writer, IReadOnlyList<IScopedMachine> machines)
    {
        foreach (var machine in machines)
        {
            if (!machine.HasEnded)
            {
                var start = writer.BeginLength();
                machine.Snapshot(writer);
                writer.EndLength(start);
            }
        }
    }

    private static bool[] ReadNames(SnapshotReader reader, IReadOnlyList<IScopedMachine> machines)
    {
        var formats = new SnapshotFormat[reader.ReadCount()];
        var ended = new bool[formats.Length];
        for (var i = 0; i < formats.Length; i++)
        {
            formats[i] = new(reader.ReadString() ?? "", reader.ReadSize());
            ended[i] = reader.ReadBoolean();
        }

        ThrowIfFormatsDiffer(formats, [.. machines.Select(machine => machine.Format)]);
        return ended;
    }

    private static void ThrowIfFormatsDiffer(SnapshotFormat[] saved, SnapshotFormat[] made)
    {
        if (saved.AsSpan().SequenceEqual(made))
        {
            return;
        }

        var place = saved.AsSpan().CommonPrefixLength(made);
        throw new SnapshotException(
            $"The pipeline has another operator at place {place + 1}, counted from its end: " +
            $"{Name(made, place)}, where the snapshot has {Name(saved, place)}. The snapshot has {Names(saved)}; the " +
            $"pipeline has {Names(made)}. Restore it with the program that wrote it, or delete the snapshot and " +
            "replay the input.");
    }

    private static string Names(SnapshotFormat[] formats) =>
        formats.Length == 0 ? "none" : string.Join(", ", formats.Select((_, i) => Name(formats, i)));

    private static string Name(SnapshotFormat[] formats, int place) =>
        place < formats.Length ? $"{formats[place].Name} version {formats[place].Version}" : "none";

    private static void RestoreOne(SnapshotReader reader, IScopedMachine machine, int index)
    {
        var where = $"{machine.Format.Name} at place {index + 1}";
        if (machine.HasEnded)
        {
            throw new SnapshotException($"{where} ends at once; the one in the snapshot had not ended.");
        }

        var part = reader.Part(reader.ReadInt32());
        try
        {
            machine.Restore(part);
        }
        catch (SnapshotException error)
        {
            throw new SnapshotException($"{where}, counted from the end: {error.Message}");
        }

        ThrowIfBytesAreLeft(part, where);
    }

    private static void ThrowIfBytesAreLeft(SnapshotReader reader, string where)
    {
        if (reader.Remaining != 0)
        {
            throw new SnapshotException(
                $"{reader.Remaining} bytes are left after the state of {where}: the snapshot is damaged.");
        }
    }
}
