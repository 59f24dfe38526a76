using System.Reactive;
using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>Events and requests as one serial stream, which ends with the requests.</summary>
internal sealed class EventsAndRequests<TEvent, TUser, TItem>(
    IObservable<TEvent> source, IObservable<RecommendationRequest<TUser, TItem>> requests)
    : IObservable<RecommendationInput<TEvent, TUser, TItem>>
{
    public IDisposable Subscribe(IObserver<RecommendationInput<TEvent, TUser, TItem>> observer)
    {
        var inputs = new SerialInputs<RecommendationInput<TEvent, TUser, TItem>>(observer);
        inputs.Run(
            () => source.SubscribeSafe(Observer.Create<TEvent>(
                value => inputs.Next(RecommendationInput<TEvent, TUser, TItem>.Learn(value)),
                inputs.Fail,
                () => inputs.Next(RecommendationInput<TEvent, TUser, TItem>.EndOfEvents))),
            () => requests.SubscribeSafe(Observer.Create<RecommendationRequest<TUser, TItem>>(
                request => inputs.Next(RecommendationInput<TEvent, TUser, TItem>.Ask(request)),
                inputs.Fail,
                inputs.Complete)));
        return inputs;
    }
}
