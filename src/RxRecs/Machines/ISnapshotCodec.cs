namespace RxRecs.Machines;

/// <summary>Writes values of one type to a snapshot and reads them back.</summary>
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
