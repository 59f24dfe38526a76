namespace RxRecs.Kafka;

/// <summary>Tells how results of pipelines are handed to an asynchronous handler, and how many at a time.</summary>
/// <typeparam name="TResult">The type of the pipeline's results.</typeparam>
public sealed record KafkaResultHandlerOptions<TResult> : KafkaHandlerOptions
{
    private readonly Func<PartitionResult<TResult>, object?> _keySelector =
        static result => (result.Topic, result.Partition);

    /// <summary>
    /// Results with an equal key are handled one after the other, in the order in which they came about. By default the
    /// order of each partition is kept, so that no more are handled at a time than there are partitions: name what they
    /// are about, such as <c>result =&gt; result.Value.User</c>, to have more. A result for which the selector gives
    /// null waits for no other.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Func<PartitionResult<TResult>, object?> KeySelector
    {
        get => _keySelector;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(KeySelector));
            _keySelector = value;
        }
    }
}
