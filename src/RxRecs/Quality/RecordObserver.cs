namespace RxRecs;

/// <summary>One subscription to a source of records that wants the values alone.</summary>
internal sealed class RecordObserver<T>(IObserver<T> values) : IObserver<ReadResult<T>>
{
    public void OnNext(ReadResult<T> value)
    {
        if (value.IsValue)
        {
            values.OnNext(value.Value);
        }
    }

    public void OnError(Exception error) => values.OnError(error);

    public void OnCompleted() => values.OnCompleted();
}
