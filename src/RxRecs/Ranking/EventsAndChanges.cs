using System.Reactive;
using System.Reactive.Disposables;
using RxRecs.Machines;
using RxRecs.Recommenders;

namespace RxRecs;

/// <summary>
/// Events and changes of items as one serial stream; what the shop states at the start is there before the first event.
/// It ends with the events: changes may go on for ever.
/// </summary>
internal sealed class EventsAndChanges<TEvent, TItem>(
    IObservable<TEvent> source, IObservable<ItemChange<TItem>> changes) : IObservable<EnrichInput<TEvent, TItem>>
    where TItem : notnull
{
    public IDisposable Subscribe(IObserver<EnrichInput<TEvent, TItem>> observer)
    {
        var inputs = new SerialInputs<EnrichInput<TEvent, TItem>>(observer);
        inputs.Run(
            () => changes.SubscribeSafe(Observer.Create<ItemChange<TItem>>(
                change => inputs.Next(new(default, change)), inputs.Fail, static () => { })),
            () => source.SubscribeSafe(Observer.Create<TEvent>(
                value => inputs.Next(new(value, null)), inputs.Fail, inputs.Complete)));
        return inputs;
    }
}
