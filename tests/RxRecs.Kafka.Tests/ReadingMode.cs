namespace RxRecs.Kafka;

/// <summary>The ways to read a topic.</summary>
public enum ReadingMode
{
    FromTopics,
    FromTopicsByEventTime,
    RunPartitions,
    HandleAsync,
    HandleResultsAsync,
}
