namespace RxRecs.Kafka.Replay;

/// <summary>Tells what earlier replays have left in a partition.</summary>
/// <param name="Position">The position of this source's last row; -1 if there is none.</param>
/// <param name="Others">The marker of the last row of each other source.</param>
internal sealed record WrittenPartition(long Position, IReadOnlyList<byte[]> Others);
