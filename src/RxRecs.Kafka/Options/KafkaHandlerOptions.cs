namespace RxRecs.Kafka;

/// <summary>Tells how records, or results of pipelines, are handed to an asynchronous handler, and how many at a
/// time.</summary>
/// <typeparam name="T">
/// The type of what is handled: <see cref="KafkaRecord{T}"/> or <see cref="PartitionResult{T}"/> of something.
/// </typeparam>
public sealed record KafkaHandlerOptions<T>
{
    /// <summary>Tells how many records, or results, are handled at the same time, over all partitions: 16.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxConcurrency { get; init => field = OptionValue.Positive(value); } = 16;

    /// <summary>
    /// Sets how far the reading of one partition goes ahead of its first record, or result, that is not handled: 1,000
    /// of them. Those behind it may wait for their key or for a free place, or be handled already, which is not
    /// committed before it. At the bound the partition waits, and if that takes longer than a moment it is paused,
    /// which loses what had been fetched ahead. All results of one record are taken together, and may go beyond it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPending { get; init => field = OptionValue.Positive(value); } = 1_000;

    /// <summary>
    /// Sets what has an order: records, or results, with an equal key are handled one after the other, in the order in
    /// which they were read or came about, whatever partition they come from; byte arrays are equal if their bytes are.
    /// One for which the selector gives null waits for no other: <c>_ =&gt; null</c> keeps no order at all, and
    /// <c>one =&gt; (one.Topic, one.Partition)</c> that of each partition. Null, the default: a record's own key, which
    /// may be none, and of results the order of each partition, so that no more are handled at a time than there are
    /// partitions.
    /// </summary>
    public Func<T, object?>? KeySelector { get; init; }

    /// <summary>
    /// Sets how long the handlers at work are waited for when their partition is taken away, when the token is
    /// canceled, and when another handler has failed: 10 s. What was read before one of these and waits for its key is
    /// handled within that time as well, for nothing behind it can be committed before. What is not done by then comes
    /// again, and its handler's token is canceled. It must be below <see cref="KafkaSourceOptions.MaxPollInterval"/>,
    /// and where a host stops the program, below the time that the host gives.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan CloseTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Receives each record that cannot be read, on the reading thread and before it is committed; null: a notice says
    /// how many there were. What it throws ends the run.
    /// </summary>
    public Action<DeadLetter>? DeadLetters { get; init; }
}
