namespace RxRecs.Tests.Time;

/// <summary>An observer that fails at its first result.</summary>
internal sealed class ThrowingObserver<T> : IObserver<T>
{
    public Exception? Error { get; private set; }

    public void OnNext(T value) => throw new InvalidDataException();

    public void OnError(Exception error) => Error = error;

    public void OnCompleted()
    {
    }
}
