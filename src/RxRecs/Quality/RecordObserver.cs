namespace RxRecs;

/// <summary>One subscription to a source of records that wants the values alone.</summary>
internal sealed class RecordObserver<T>(IObserver<T> values) : IObserver<ReadResult<T>>
{
    /// <summary>The observer of the values, for a source that gives them to it without a wrapping.</summary>
    public IObserver<T> Values => values;

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
