namespace RxRecs.Kafka.Replay;

/// <summary>Represents what a replay has done.</summary>
/// <param name="Totals">The counts.</param>
/// <param name="Completed">True if the replay came to the end of the rows; false if it was cancelled.</param>
/// <param name="ResumeAfter">
/// The position to go on from (<see cref="KafkaReplayOptions{T}.StartAfter"/>): every row up to it is confirmed. Null
/// where that is not known, because confirmations were missing when the replay was cancelled; a resumable replay finds
/// out by itself.
/// </param>
public sealed record KafkaReplaySummary(KafkaReplayProgress Totals, bool Completed, long? ResumeAfter);
