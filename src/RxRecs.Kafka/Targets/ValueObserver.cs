namespace RxRecs.Kafka;

/// <summary>The plain form: values alone.</summary>
internal sealed class ValueObserver<T>(IObserver<T> observer) : TopicObserver<T>
{
    protected override void Send(T value) => observer.OnNext(value);

    protected override void Complete(ReadCounts counts, long late) => observer.OnCompleted();

    protected override void Fail(Exception error) => observer.OnError(error);
}
