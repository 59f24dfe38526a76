namespace RxRecs.Kafka;

/// <summary>A merge in all its forms.</summary>
internal sealed class MergedObservable<T>(TopicObservable<T, KafkaRecord<T>> source) : IMergedObservable<T>
{
    public IDisposable Subscribe(IObserver<KafkaRecord<T>> observer) => source.Subscribe(observer);

    public IObservable<ReadResult<KafkaRecord<T>>> WithDeadLetters() => source.WithDeadLetters();

    public IObservable<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>> WithLateEvents() =>
        new TopicForm<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>>(
            observer => source.Start(new LateObserver<KafkaRecord<T>>(observer)));

    public IObservable<ReadResult<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>>> WithSideOutputs() =>
        new TopicForm<ReadResult<EventTimeResult<KafkaRecord<T>, KafkaRecord<T>>>>(
            observer => source.Start(new SideObserver<KafkaRecord<T>>(observer)));
}
