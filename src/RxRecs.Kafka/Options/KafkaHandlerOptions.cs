namespace RxRecs.Kafka;

/// <summary>Tells how records are handed to an asynchronous handler, and how many at a time.</summary>
/// <typeparam name="T">The type of the values that records were parsed into.</typeparam>
public sealed record KafkaHandlerOptions<T>
{
    private readonly int _maxConcurrency = 16;
    private readonly int _maxPending = 1_000;
    private readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(10);
    private readonly Func<KafkaRecord<T>, object?> _keySelector = static record => record.Key;

    /// <summary>Tells how many records are handled at the same time, over all partitions: 16.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxConcurrency
    {
        get => _maxConcurrency;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxConcurrency));
            _maxConcurrency = value;
        }
    }

    /// <summary>
    /// Sets how far the reading of one partition goes ahead of its first record that is not handled: 1,000 records.
    /// Those behind it may wait for their key or for a free place, or be handled already, which is not committed before
    /// it. At the bound the partition waits, and if that takes longer than a moment it is paused, which loses what had
    /// been fetched ahead.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxPending
    {
        get => _maxPending;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxPending));
            _maxPending = value;
        }
    }

    /// <summary>
    /// Records with an equal key are handled one after the other, in the order in which they were read, whatever
    /// partition they come from; byte arrays are equal if their bytes are. By default the selector gives the record's
    /// own key. A record for which it gives null, as by default where there is no key, waits for no other: <c>_ =&gt;
    /// null</c> keeps no order at all, and <c>record =&gt; (record.Topic, record.Partition)</c> that of each partition.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Func<KafkaRecord<T>, object?> KeySelector
    {
        get => _keySelector;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(KeySelector));
            _keySelector = value;
        }
    }

    /// <summary>
    /// Sets how long the handlers at work are waited for when their partition is taken away, when the token is
    /// canceled, and when another handler has failed: 10 s. Records that were read before one of these and wait for
    /// their key are handled within that time as well, for nothing behind them can be committed before. What is not
    /// done by then comes again, and its handler's token is canceled. It must be below
    /// <see cref="KafkaSourceOptions.MaxPollInterval"/>, and where a host stops the program, below the time that the
    /// host gives.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan CloseTimeout
    {
        get => _closeTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(CloseTimeout));
            _closeTimeout = value;
        }
    }

    /// <summary>
    /// Receives each record that cannot be read, on the reading thread and before it is committed; null: a notice says
    /// how many there were. What it throws ends the run.
    /// </summary>
    public Action<DeadLetter>? DeadLetters { get; init; }
}
