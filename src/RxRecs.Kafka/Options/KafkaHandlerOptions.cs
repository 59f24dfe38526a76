namespace RxRecs.Kafka;

/// <summary>
/// Provides the options by which records, or results of pipelines, are handed to an asynchronous handler.
/// </summary>
/// <typeparam name="T">
/// The type of what is handled: <see cref="KafkaRecord{T}"/> or <see cref="PartitionResult{T}"/> of something.
/// </typeparam>
public sealed record KafkaHandlerOptions<T>
{
    /// <summary>
    /// Gets the maximum number of records, or results, that are handled at the same time, over all partitions. The
    /// default is 16.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxConcurrency { get; init => field = OptionValue.Positive(value); } = 16;

    /// <summary>
    /// Gets the maximum number of records, or results, by which the reading of one partition goes ahead of its first
    /// one that is not handled. The default is 1,000. Those behind it may wait for their key or for a free place, or be
    /// handled already, which is not committed before it. At the bound the partition waits, and if that takes longer
    /// than a moment it is paused, which loses what had been fetched ahead. All results of one record are taken
    /// together, and may go beyond it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPending { get; init => field = OptionValue.Positive(value); } = 1_000;

    /// <summary>
    /// Gets the function that returns the key by which an order is kept: records, or results, with an equal key are
    /// handled one after the other, in the order in which they were read or came about, whatever partition they come
    /// from; byte arrays are equal if their bytes are. One for which the selector gives null waits for no other: <c>_
    /// =&gt; null</c> keeps no order at all, and <c>one =&gt; (one.Topic, one.Partition)</c> that of each partition.
    /// The default is null: a record's own key, which may be none, and of results the order of each partition, so that
    /// no more are handled at a time than there are partitions.
    /// </summary>
    public Func<T, object?>? KeySelector { get; init; }

    /// <summary>
    /// Gets the time for which the handlers at work are waited for when their partition is taken away, when the token
    /// is canceled, and when another handler has failed. The default is 10 seconds. What was read before one of these
    /// and waits for its key is handled within that time as well, for nothing behind it can be committed before. What
    /// is not done by then comes again, and its handler's token is canceled. It must be below
    /// <see cref="KafkaSourceOptions.MaxPollInterval"/>, and where a host stops the program, below the time that the
    /// host gives.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan CloseTimeout { get; init => field = OptionValue.NotNegative(value); } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the action that receives each record that cannot be read, on the reading thread and before it is committed.
    /// With null a notice says how many there were. What it throws ends the run.
    /// </summary>
    public Action<DeadLetter>? DeadLetters { get; init; }
}
