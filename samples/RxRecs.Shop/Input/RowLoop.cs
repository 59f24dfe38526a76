using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Shop.Input;

/// <summary>
/// Rows as an observable that reads the next one when the last is done with, on the subscribing thread, until it is
/// told to stop: the input then ends as if the rows ended there. (<c>ToObservable</c> schedules an action for each
/// row, and each operator behind it copies the row twice.)
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="isUsed">Tells which rows are given.</param>
/// <param name="stop">Cancelled where the rows are to end.</param>
internal sealed class RowLoop(IEnumerable<Interaction> rows, EventPredicate isUsed, CancellationToken stop)
    : IObservable<Interaction>
{
    public IDisposable Subscribe(IObserver<Interaction> observer)
    {
        var ended = new BooleanDisposable();
        return StableCompositeDisposable.Create(ended, CurrentThreadScheduler.Instance.Schedule(
            (Loop: this, Observer: observer, Ended: ended),
            static (_, state) =>
            {
                state.Loop.Run(state.Observer, state.Ended);
                return Disposable.Empty;
            }));
    }

    private void Run(IObserver<Interaction> observer, BooleanDisposable ended)
    {
        using var row = rows.GetEnumerator();
        while (!ended.IsDisposed && !stop.IsCancellationRequested)
        {
            try
            {
                if (!row.MoveNext())
                {
                    break;
                }
            }
            catch (Exception error)
            {
                observer.OnError(error);
                return;
            }

            var next = row.Current;
            if (isUsed(next))
            {
                observer.OnNext(next);
            }
        }

        if (!ended.IsDisposed)
        {
            observer.OnCompleted();
        }
    }
}
