using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// One subscription's parting of results and late events. The shell before it keeps the grammar, and disposes the
/// source when either observer throws.
/// </summary>
internal sealed class EventTimeObserver<TEvent, TResult>(
    IObserver<TResult> observer, IObserver<LateEvent<TEvent>>? lateEvents) : IObserver<EventTimeResult<TEvent, TResult>>, IMachineListener
{
    public void OnMachine(object machine) => (observer as IMachineListener)?.OnMachine(machine);

    public void OnNext(EventTimeResult<TEvent, TResult> value)
    {
        if (value.IsLate)
        {
            lateEvents?.OnNext(value.Late);
        }
        else
        {
            observer.OnNext(value.Result);
        }
    }

    public void OnError(Exception error) => observer.OnError(error);

    public void OnCompleted() => observer.OnCompleted();
}
