namespace RxRecs.Machines;

/// <summary>
/// Saves and restores any machine as bytes that name their machine, their version and their length, with a checksum.
/// The layout is documented in <c>docs/snapshot-format.md</c>.
/// </summary>
public static class MachineSnapshot
{
    private const string Letters = "RXRS";
    private const byte ContainerVersion = 2; // since interactions have ids in place of longs

    /// <summary>Saves the state of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="codecs">The codecs that write keys, items and events; null for the built-in codecs.</param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <returns>The bytes; equal for equal histories.</returns>
    /// <exception cref="SnapshotException">A key, item or event type has no codec.</exception>
    public static byte[] Save<TEvent, TResult>(
        IMachine<TEvent, TResult> machine, SnapshotCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var writer = SnapshotContainer.Begin(Letters, ContainerVersion, codecs);
        writer.WriteString(machine.Format.Name);
        writer.WriteCount(machine.Format.Version);
        machine.Snapshot(writer);
        return SnapshotContainer.Seal(writer).ToArray();
    }

    /// <summary>Replaces the state of a machine, built with the same settings, by a saved one.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="snapshot">The snapshot that <see cref="Save"/> returned.</param>
    /// <param name="codecs">
    /// The codecs with which keys, items and events were written; null for the built-in codecs.
    /// </param>
    /// <typeparam name="TEvent">The events' type.</typeparam>
    /// <typeparam name="TResult">The results' type.</typeparam>
    /// <exception cref="SnapshotException">
    /// The bytes are damaged, or of another machine, version or setting. The machine's state is then undefined: drop
    /// it.
    /// </exception>
    public static void Restore<TEvent, TResult>(
        IMachine<TEvent, TResult> machine, ReadOnlyMemory<byte> snapshot, SnapshotCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var reader = SnapshotContainer.Open(snapshot, Letters, ContainerVersion, codecs);
        var found = new SnapshotFormat(reader.ReadString() ?? "", reader.ReadSize());
        if (found.Name != machine.Format.Name)
        {
            throw new SnapshotException($"The snapshot is of {found.Name}, not of {machine.Format.Name}.");
        }

        if (found.Version != machine.Format.Version)
        {
            throw new SnapshotException(
                $"The snapshot is of {found.Name} version {found.Version}; " +
                $"this program reads version {machine.Format.Version}. " +
                "Restore it with the program that wrote it, or replay the input.");
        }

        machine.Restore(reader);
        if (reader.Remaining != 0)
        {
            throw new SnapshotException(
                $"{reader.Remaining} bytes are left after the state of {found.Name}: the snapshot is damaged.");
        }
    }
}
