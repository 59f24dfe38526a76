using Confluent.Kafka;

namespace RxRecs.Kafka;

/// <summary>Holds what brokers say of quiet partitions.</summary>
/// <param name="Ends">The offset after the last record of each; without those of which no broker says it.</param>
/// <param name="Took">The time that the answer took.</param>
internal sealed record QuietAnswer(IReadOnlyDictionary<TopicPartition, long> Ends, TimeSpan Took);
