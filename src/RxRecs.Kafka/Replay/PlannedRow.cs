using System.Runtime.InteropServices;

namespace RxRecs.Kafka.Replay;

/// <summary>A row that is to be sent; the partition is -1 where the client chooses.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlannedRow<T>((long Position, T Value) Row, byte[]? Key, int Partition);
