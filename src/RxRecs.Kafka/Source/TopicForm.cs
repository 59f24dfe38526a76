namespace RxRecs.Kafka;

/// <summary>One form of a source: the same reading, told in another way.</summary>
internal sealed class TopicForm<T>(Func<IObserver<T>, IDisposable> subscribe) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return subscribe(observer);
    }
}
