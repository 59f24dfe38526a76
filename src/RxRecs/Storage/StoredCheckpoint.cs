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

    public byte[] ToBytes()
    {
        var writer = SnapshotContainer.Begin(Letters, Version);
        writer.WriteInt64(Number);
        writer.WriteBoolean(IsInputComplete);
        return [.. writer.Written, .. Pipeline.Span];
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
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
