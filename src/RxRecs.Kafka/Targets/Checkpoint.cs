using RxRecs.Machines;

namespace RxRecs.Kafka;

/// <summary>
/// Holds what is saved of a partition, as one unit: where to read on, how many results there were, and the pipeline's
/// state.
/// </summary>
/// <param name="PartitionCount">
/// The number of partitions that the topic had: another number gives keys to other partitions.
/// </param>
/// <param name="TopicId">The id of the topic that the offset belongs to; 0 if it is not known.</param>
/// <param name="Generation">The number of times that the reading has begun anew with another topic of the name.</param>
/// <param name="Offset">The offset after the last record in the state.</param>
/// <param name="Sequence">The number of results that the pipeline had emitted.</param>
/// <param name="Delivered">
/// The number of results that had surely arrived, at least <paramref name="Sequence"/>: those between come about again
/// after a restart, and are not said again.
/// </param>
/// <param name="Pending">
/// The input that was about to happen without a record when this was saved, and is to happen first after a restart.
/// </param>
/// <param name="Pipeline">The pipeline's state; empty once it has ended by itself.</param>
internal sealed record Checkpoint(
    int PartitionCount,
    UInt128 TopicId,
    int Generation,
    long Offset,
    long Sequence,
    long Delivered,
    PendingInput Pending,
    ReadOnlyMemory<byte> Pipeline)
{
    /// <summary>Gives the most generations; so that positions in a store still rise.</summary>
    public const int MaxGeneration = short.MaxValue;

    private const byte Version = 4;
    private const int OffsetBits = 48;
    private const int SequenceBits = 40;

    /// <summary>Gets the time up to which a history came before the topic, in ticks of UTC; 0 without one.</summary>
    public long Until { get; init; }

    /// <summary>
    /// Tells where this stands in a store: a later generation behind all offsets of the earlier ones.
    /// </summary>
    public long Position => ((long)Generation << OffsetBits) + Offset;

    /// <summary>
    /// Gives the number before the first result of a generation: behind all that the one before may have sent since it
    /// was last saved.
    /// </summary>
    public static long FirstSequence(int generation) => (long)generation << SequenceBits;

    public byte[] ToBytes()
    {
        var writer = new SnapshotWriter();
        writer.WriteByte(Version);
        writer.WriteInt64(Until);
        writer.WriteCount(PartitionCount);
        writer.WriteInt64((long)(ulong)(TopicId >> 64));
        writer.WriteInt64((long)(ulong)TopicId);
        writer.WriteCount(Generation);
        writer.WriteInt64(Offset);
        writer.WriteInt64(Sequence);
        writer.WriteInt64(Delivered);
        Pending.Write(writer);
        writer.WriteCount(Pipeline.Length);
        return [.. writer.Written, .. Pipeline.Span];
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="SnapshotException">The bytes are not a checkpoint.</exception>
    public static Checkpoint FromBytes(ReadOnlyMemory<byte> bytes)
    {
        var reader = new SnapshotReader(bytes);
        var version = reader.ReadByte();
        if (version != Version)
        {
            throw new SnapshotException($"The checkpoint has version {version}; this program reads version {Version}.");
        }

        var until = reader.ReadInt64();
        var checkpoint = new Checkpoint(
            reader.ReadSize(),
            new UInt128((ulong)reader.ReadInt64(), (ulong)reader.ReadInt64()),
            reader.ReadSize(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            PendingInput.Read(reader),
            bytes[^reader.ReadCount()..])
        {
            Until = until,
        };
        return checkpoint is { Offset: >= 0, Sequence: >= 0, Generation: <= MaxGeneration }
            && until >= 0 && until <= DateTimeOffset.MaxValue.UtcTicks
            && checkpoint.Delivered >= checkpoint.Sequence
            && reader.Remaining == checkpoint.Pipeline.Length
            ? checkpoint
            : throw new SnapshotException("The checkpoint's numbers cannot be: it is damaged.");
    }
}
