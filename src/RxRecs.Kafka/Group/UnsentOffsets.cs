namespace RxRecs.Kafka;

/// <summary>Processed offsets that are committed once a broker has said that their topics are still the same.</summary>
/// <param name="Offsets">The offsets, of when the question was asked.</param>
/// <param name="Answer">The task of the broker's answer.</param>
internal sealed record UnsentOffsets(
    List<(OwnedPartition Partition, long Offset)> Offsets,
    Task<IReadOnlyDictionary<string, TopicState?>> Answer);
