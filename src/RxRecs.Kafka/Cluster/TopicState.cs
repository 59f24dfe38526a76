using Confluent.Kafka.Admin;

namespace RxRecs.Kafka;

/// <summary>Holds what tells a topic from another one of the same name, and from itself after it has grown.</summary>
/// <param name="Partitions">The number of the topic's partitions.</param>
/// <param name="Id">The id that it was given when it was made; 0 where the broker, one before 2.8, knows none.</param>
internal readonly record struct TopicState(int Partitions, UInt128 Id)
{
    public static TopicState Of(TopicDescription topic) => new(
        topic.Partitions.Count,
        topic.TopicId is { } id ? new UInt128(Bits(id.MostSignificantBits), Bits(id.LeastSignificantBits)) : 0);

    private static ulong Bits(long value) => unchecked((ulong)value);

    /// <summary>Tells whether two ids are of different topics, as far as both are known.</summary>
    public static bool AreOfDifferentTopics(UInt128 one, UInt128 other) => one != other && one != 0 && other != 0;
}
