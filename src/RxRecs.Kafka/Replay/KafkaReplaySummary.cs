namespace RxRecs.Kafka;

/// <summary>Tells what a replay has done.</summary>
/// <param name="Totals">The counts.</param>
/// <param name="Completed">Whether it came to the end; false if it was cancelled.</param>
/// <param name="ResumeAfter">
/// Where to go on (<see cref="KafkaReplayOptions{T}.StartAfter"/>): every row up to this position is confirmed. Null
/// where that is not known, because confirmations were missing when it was cancelled; a resumable replay finds out by
/// itself.
/// </param>
public sealed record KafkaReplaySummary(KafkaReplayProgress Totals, bool Completed, long? ResumeAfter);
