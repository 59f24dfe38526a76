namespace RxRecs.Kafka;

/// <summary>
/// Provides the records of several partitions in order of event time. Subscribed to directly it emits them alone, and
/// counts late and dead ones on the meter <see cref="KafkaTelemetry.MeterName"/>.
/// </summary>
/// <typeparam name="T">The type of the values that records are parsed into.</typeparam>
public interface IMergedObservable<T>
    : IRecordObservable<KafkaRecord<T>>, IEventTimeObservable<KafkaRecord<T>, KafkaRecord<T>>
{
    /// <summary>
    /// Returns the same source with late records and dead letters both in one sequence, in the order of reading. Its
    /// <c>Results()</c> are those of <see cref="IEventTimeObservable{TEvent, TResult}.WithLateEvents"/>, to be taken
    /// apart once more; publish before each.
    /// </summary>
    /// <returns>The sequence; as cold as the source.</returns>
    IObservable<ReadResult<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>>> WithSideOutputs();
}
