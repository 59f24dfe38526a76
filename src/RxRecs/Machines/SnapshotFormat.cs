namespace RxRecs.Machines;

/// <summary>Represents the machine that wrote a snapshot, and the version of its layout.</summary>
/// <param name="Name">The machine's name, such as <c>TrendBuckets</c>.</param>
/// <param name="Version">The layout's version, from 1. Raised by every change of what <c>Snapshot</c> writes.</param>
public readonly record struct SnapshotFormat(string Name, int Version);
