namespace RxRecs.Kafka;

/// <summary>The form of a merge with late events: values and late events in order, then the counts.</summary>
internal sealed class LateObserver<T>(IObserver<EventTimeResult<T, T>> observer) : TopicObserver<T>
{
    protected override void Send(T value) => observer.OnNext(value);

    protected override void Send(LateEvent<T> late) => observer.OnNext(late);

    protected override void Complete(ReadCounts counts, long late)
    {
        observer.OnNext(new EventTimeCounts(counts.Values - late, late));
        observer.OnCompleted();
    }

    protected override void Fail(Exception error) => observer.OnError(error);
}
