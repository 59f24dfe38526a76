using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// One subscription: counts late events on the meter, and passes on either the results or everything. The shell before
/// it keeps the grammar, and disposes the source when the observer throws.
/// </summary>
internal sealed class EventTimeObserver<TEvent, TResult>(
    string operatorName, IObserver<TResult>? results, IObserver<EventTimeResult<TEvent, TResult>>? all)
    : IObserver<EventTimeResult<TEvent, TResult>>
{
    public void OnNext(EventTimeResult<TEvent, TResult> value)
    {
        if (value.IsLate)
        {
            SetAsideEvents.Add(operatorName, SetAsideEvents.Late);
        }

        if (all is not null)
        {
            all.OnNext(value);
        }
        else if (value.IsResult)
        {
            results?.OnNext(value.Result);
        }
    }

    public void OnError(Exception error)
    {
        results?.OnError(error);
        all?.OnError(error);
    }

    public void OnCompleted()
    {
        results?.OnCompleted();
        all?.OnCompleted();
    }
}
