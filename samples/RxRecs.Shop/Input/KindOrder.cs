using System.Reactive.Linq;

namespace RxRecs.Shop.Input;

/// <summary>Puts events of one instant into a stated order: view, cart, remove, purchase; else as they came. Logs at a grain
/// of a second hold such events in any order, and what lies in a cart must not depend on it.</summary>
internal static class KindOrder
{
    /// <summary>Orders the events of each instant; they come in order of event time.</summary>
    public static IObservable<Interaction> OrderKinds(this IObservable<Interaction> events) =>
        Observable.Create<Interaction>(observer =>
        {
            var instant = new List<Interaction>();
            return events.Subscribe(
                next =>
                {
                    if (instant.Count > 0 && instant[0].EventTime != next.EventTime)
                    {
                        Release(instant, observer);
                    }

                    instant.Add(next);
                },
                observer.OnError,
                () =>
                {
                    Release(instant, observer);
                    observer.OnCompleted();
                });
        });

    private static void Release(List<Interaction> instant, IObserver<Interaction> observer)
    {
        for (var kind = InteractionKind.View; instant.Count > 0 && kind <= InteractionKind.Purchase; kind++)
        {
            foreach (var next in instant)
            {
                if (next.Kind == kind)
                {
                    observer.OnNext(next);
                }
            }
        }

        instant.Clear();
    }
}
