namespace RxRecs.Kafka;

/// <summary>The form with dead letters: values and dead letters in order, then the counts.</summary>
internal sealed class ReadObserver<T>(IObserver<ReadResult<T>> observer) : TopicObserver<T>
{
    public override bool TakesDeadLetters => true;

    protected override void Send(T value) => observer.OnNext(value);

    protected override void Send(DeadLetter letter) => observer.OnNext(letter);

    protected override void Complete(ReadCounts counts, long late)
    {
        observer.OnNext(counts);
        observer.OnCompleted();
    }

    protected override void Fail(Exception error) => observer.OnError(error);
}
