using System.Reactive;
using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Events and changes as one serial stream; what is stated at the start is there before the first event. It ends with
/// the events: changes may go on for ever.
/// </summary>
internal sealed class EventsAndChanges<TEvent, TChange>(IObservable<TEvent> source, IObservable<TChange> changes)
    : IObservable<EventOrChange<TEvent, TChange>>
{
    public IDisposable Subscribe(IObserver<EventOrChange<TEvent, TChange>> observer)
    {
        var inputs = new SerialInputs<EventOrChange<TEvent, TChange>>(observer);
        inputs.Run(
            () => changes.SubscribeSafe(Observer.Create<TChange>(
                change => inputs.Next(new(default, change, true)), inputs.Fail, static () => { })),
            () => source.SubscribeSafe(Observer.Create<TEvent>(
                value => inputs.Next(new(value, default, false)), inputs.Fail, inputs.Complete)));
        return inputs;
    }
}
