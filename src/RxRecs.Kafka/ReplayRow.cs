using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>A row of a file to be replayed.</summary>
/// <param name="Position">Where it stands: the line, for instance; it rises from row to row.</param>
/// <param name="Value">What it says.</param>
/// <typeparam name="T">What rows are.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReplayRow<T>(long Position, T Value);
