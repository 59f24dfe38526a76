namespace RxRecs.Kafka;

/// <summary>Represents the progress of a consumer in its partitions.</summary>
/// <param name="Records">The number of records read since the start, dead letters among them.</param>
/// <param name="DeadLetters">The number of records that could not be read.</param>
/// <param name="Late">
/// The number of records that came late; counted where partitions are merged, otherwise the pipeline's affair.
/// </param>
/// <param name="Lag">
/// The number of records in the partitions of this member that are still to be read, as far as is known.
/// </param>
/// <param name="Partitions">The number of partitions that this member reads now.</param>
/// <param name="IsAtEnd">True if all of them have been read to their end.</param>
public sealed record KafkaProgress(
    long Records, long DeadLetters, long Late, long Lag, int Partitions, bool IsAtEnd)
{
    /// <summary>
    /// Gets a value indicating whether each partition of this member, once its state was restored, has been read to
    /// where the client first heard that it ended. A member that has been given no partition has nothing to catch up
    /// with.
    /// </summary>
    public bool IsCaughtUp { get; init; }
}
