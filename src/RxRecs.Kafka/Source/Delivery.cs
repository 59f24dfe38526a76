namespace RxRecs.Kafka.Source;

/// <summary>Something that was handed to the observer.</summary>
/// <param name="Partition">The partition that it came from.</param>
/// <param name="Position">The record's offset; for the result of a pipeline that is saved, its number.</param>
/// <param name="IsDeadLetter">Whether it was a dead letter.</param>
/// <param name="Time">When it was done, by the stopwatch.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Delivery(OwnedPartition Partition, long Position, bool IsDeadLetter, long Time);
