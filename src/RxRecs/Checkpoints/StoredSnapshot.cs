namespace RxRecs.Storage;

/// <summary>Represents a snapshot as a store has kept it, whole.</summary>
/// <param name="Position">
/// The position up to which its input had been processed: the one that the caller gave to <c>Save</c>.
/// </param>
/// <param name="Content">The snapshot's bytes.</param>
public sealed record StoredSnapshot(long Position, ReadOnlyMemory<byte> Content);
