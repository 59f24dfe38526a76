using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>
/// Carries a result of the pipeline of a partition. With a store, results may come again after a restart: then with
/// the same sequence number and, if the pipeline is deterministic, the same value. Without one, or when it begins anew,
/// numbers begin at 1 with each pipeline: a reader that leaves out repeats would then leave out what is new.
/// </summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Sequence">The result's number within its partition, from 1.</param>
/// <param name="NextOffset">The offset after the last record that the pipeline had taken.</param>
/// <param name="Value">The result.</param>
/// <typeparam name="T">The type of the pipeline's results.</typeparam>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartitionResult<T>(string Topic, int Partition, long Sequence, long NextOffset, T Value)
{
    /// <summary>Returns the result's number, for <see cref="KafkaSinkOptions{T}.SequenceSelector"/>.</summary>
    /// <returns>The topic, the partition and the sequence number.</returns>
    public OutputSequence ToSequence() => new(Topic, Partition, Sequence);
}
