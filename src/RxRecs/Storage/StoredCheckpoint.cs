using RxRecs.Machines;

namespace RxRecs.Storage;

/// <summary>
/// Tells what a <see cref="StoredPipeline{TEvent, TResult}"/> saves beside its position; see
/// <c>docs/snapshot-format.md</c>.
/// </summary>
/// <param name="Number">The number of results that the pipeline had given.</param>
/// <param name="IsInputComplete">True if the input had ended, and what was open was flushed.</param>
/// <param name="Pipeline">The pipeline's state.</param>
internal sealed record StoredCheckpoint(long Number, bool IsInputComplete, ReadOnlyMemory<byte> Pipeline)
{
    private const string Letters = "RXST";
    private const byte Version = 1;

    /// <summary>Writes what stands before the pipeline's state, which follows in the same writer.</summary>
    /// <returns>The place of the state's first byte.</returns>
    public static int Begin(SnapshotWriter writer, long number, bool isInputComplete)
    {
        SnapshotContainer.Begin(writer, Letters, Version);
        writer.WriteInt64(number);
        writer.WriteBoolean(isInputComplete);
        return writer.Written.Length;
    }

    /// <summary>Reads what <see cref="Begin"/> wrote, and the state behind it.</summary>
    /// <exception cref="SnapshotException">The bytes are something else.</exception>
    public static StoredCheckpoint FromBytes(ReadOnlyMemory<byte> bytes)
    {
        if (!SnapshotContainer.BeginsWith(bytes.Span, Letters))
        {
            throw new SnapshotException($"It is not of a stored pipeline: it does not begin with {Letters}.");
        }

        var reader = new SnapshotReader(bytes[Letters.Length..]);
        if (reader.ReadByte() is var version && version != Version)
        {
            throw new SnapshotException($"It has version {version}; this program reads version {Version}.");
        }

        var number = reader.ReadInt64();
        var isInputComplete = reader.ReadBoolean();
        return number >= 0
            ? new(number, isInputComplete, bytes[^reader.Remaining..])
            : throw new SnapshotException("Its number of results cannot be: it is damaged.");
    }
}
