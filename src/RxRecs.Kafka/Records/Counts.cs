namespace RxRecs.Kafka;

/// <summary>Counts what is read before a topic.</summary>
internal sealed class Counts
{
    public long Values { get; set; }

    public long Dead { get; set; }

    public long Late { get; set; }

    /// <summary>Gives the sum with what is read of the topic.</summary>
    public ReadCounts And(ReadCounts other) => new(Values + other.Values, Dead + other.DeadLetters);

    public EventTimeCounts And(EventTimeCounts other) =>
        new(Values - Late + other.Taken, Late + other.Late, other.Refused);
}
