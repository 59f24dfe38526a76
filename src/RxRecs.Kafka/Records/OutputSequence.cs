using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>
/// Represents the number of a result among those of its source partition. After a restart at least once the same
/// results get the same numbers, so that a reader can leave out repeats.
/// </summary>
/// <param name="Topic">The topic of the input that the result comes from.</param>
/// <param name="Partition">The partition of the source record, from 0.</param>
/// <param name="Sequence">The number, which rises with every result of the partition; gaps do no harm.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OutputSequence(string Topic, int Partition, long Sequence);
