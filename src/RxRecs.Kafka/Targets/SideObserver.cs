namespace RxRecs.Kafka;

/// <summary>The form of a merge with everything: values, late events and dead letters in order, then the
/// counts.</summary>
internal sealed class SideObserver<T>(IObserver<ReadResult<EventTimeResult<T, T>>> observer) : TopicObserver<T>
{
    public override bool TakesDeadLetters => true;

    protected override void Send(T value) => SendResult(value);

    protected override void Send(DeadLetter letter) => observer.OnNext(letter);

    protected override void Send(LateEvent<T> late) => SendResult(late);

    protected override void Complete(ReadCounts counts, long late)
    {
        SendResult(new EventTimeCounts(counts.Values - late, late));
        observer.OnNext(counts);
        observer.OnCompleted();
    }

    protected override void Fail(Exception error) => observer.OnError(error);

    private void SendResult(EventTimeResult<T, T> result) => observer.OnNext(result);
}
