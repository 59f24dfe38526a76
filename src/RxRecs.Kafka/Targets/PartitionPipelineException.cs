namespace RxRecs.Kafka;

/// <summary>
/// Represents a failure of the pipeline of a partition, or of the handler of one of its records; the message names the
/// partition and the record. Nothing after its last commit is lost: it is read again.
/// </summary>
/// <param name="message">The message that says what failed where.</param>
/// <param name="innerException">The exception of the pipeline or the handler.</param>
public sealed class PartitionPipelineException(string message, Exception innerException)
    : Exception(message, innerException)
{
    /// <summary>Gets the topic.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Gets the partition, from 0.</summary>
    public int Partition { get; init; }

    /// <summary>Gets the offset of the record that it failed on; null if it failed between two records.</summary>
    public long? Offset { get; init; }
}
