using System.Reactive;
using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Events and requests as one serial stream, although they may come from two threads: whoever comes while another
/// delivers leaves its value in a queue and goes; the one who delivers takes it along. The lock is held for the queue
/// alone.
/// </summary>
internal sealed class EventsAndRequests<TEvent, TUser, TItem>(
    IObservable<TEvent> source, IObservable<RecommendationRequest<TUser, TItem>> requests)
    : IObservable<RecommendationInput<TEvent, TUser, TItem>>
{
    public IDisposable Subscribe(IObserver<RecommendationInput<TEvent, TUser, TItem>> observer)
    {
        var inputs = new Inputs(observer);
        inputs.Run(source, requests);
        return inputs;
    }

    private sealed class Inputs(IObserver<RecommendationInput<TEvent, TUser, TItem>> observer) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Queue<Notification> _waiting = new();
        private readonly CompositeDisposable _upstreams = [];
        private bool _busy;
        private bool _ended;

        public void Run(IObservable<TEvent> source, IObservable<RecommendationRequest<TUser, TItem>> requests)
        {
            try
            {
                _upstreams.Add(source.SubscribeSafe(Observer.Create<TEvent>(
                    value => Take(new(RecommendationInput<TEvent, TUser, TItem>.Learn(value))),
                    error => Take(new(default, IsEnd: true, error)),
                    () => Take(new(RecommendationInput<TEvent, TUser, TItem>.EndOfEvents)))));
                if (_upstreams.IsDisposed)
                {
                    return;
                }

                _upstreams.Add(requests.SubscribeSafe(Observer.Create<RecommendationRequest<TUser, TItem>>(
                    request => Take(new(RecommendationInput<TEvent, TUser, TItem>.Ask(request))),
                    error => Take(new(default, IsEnd: true, error)),
                    () => Take(new(default, IsEnd: true)))));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
                _waiting.Clear();
            }

            _upstreams.Dispose();
        }

        private void Take(Notification next)
        {
            lock (_gate)
            {
                if (_ended)
                {
                    return;
                }

                if (_busy)
                {
                    _waiting.Enqueue(next);
                    return;
                }

                _busy = true;
            }

            try
            {
                do
                {
                    Deliver(next);
                }
                while (TryNextOrLeave(out next));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        private bool TryNextOrLeave(out Notification next)
        {
            lock (_gate)
            {
                return _busy = _waiting.TryDequeue(out next);
            }
        }

        private void Deliver(Notification next)
        {
            if (!next.IsEnd)
            {
                observer.OnNext(next.Input);
                return;
            }

            Dispose();
            if (next.Error is { } error)
            {
                observer.OnError(error);
            }
            else
            {
                observer.OnCompleted();
            }
        }
    }

    private readonly record struct Notification(
        RecommendationInput<TEvent, TUser, TItem> Input, bool IsEnd = false, Exception? Error = null);
}
