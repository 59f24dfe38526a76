namespace RxRecs.Machines;

/// <summary>A codec as two functions.</summary>
internal sealed class DelegateCodec<T>(Action<SnapshotWriter, T> write, Func<SnapshotReader, T> read)
    : ISnapshotCodec<T>
{
    public void Write(SnapshotWriter writer, T value) => write(writer, value);

    public T Read(SnapshotReader reader) => read(reader);
}
