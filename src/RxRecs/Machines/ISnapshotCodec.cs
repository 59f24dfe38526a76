namespace RxRecs.Machines;

/// <summary>Writes values of one type to a snapshot and reads them back.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal interface ISnapshotCodec<T>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The writer of the snapshot.</param>
    /// <param name="value">The value.</param>
    void Write(SnapshotWriter writer, T value);

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The reader of the snapshot.</param>
    /// <returns>The value.</returns>
    T Read(SnapshotReader reader);
}
