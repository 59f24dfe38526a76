namespace RxRecs.Machines;

/// <summary>Tells how values of one type are written to a snapshot and read back.</summary>
/// <typeparam name="T">The type.</typeparam>
internal interface ISnapshotCodec<T>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    void Write(SnapshotWriter writer, T value);

    /// <summary>Reads a value.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <returns>The value.</returns>
    T Read(SnapshotReader reader);
}
