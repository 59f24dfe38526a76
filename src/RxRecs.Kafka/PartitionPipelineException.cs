namespace RxRecs.Kafka;

/// <summary>
/// The pipeline of a partition has failed; the message names the partition and the record. Nothing after its last
/// commit is lost: it is read again.
/// </summary>
/// <param name="message">What failed where.</param>
/// <param name="innerException">What the pipeline failed with.</param>
public sealed class PartitionPipelineException(string message, Exception innerException)
    : Exception(message, innerException);
