namespace RxRecs.Kafka;

/// <summary>Tells how records are handed to an asynchronous handler, and how many at a time.</summary>
/// <typeparam name="T">The type of the values that records were parsed into.</typeparam>
public sealed record KafkaHandlerOptions<T> : KafkaHandlerOptions
{
    private readonly Func<KafkaRecord<T>, object?> _keySelector = static record => record.Key;

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
}
