using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace RxRecs.Testing;

/// <summary>C3, C4 and C5: disposal at any moment ends everything, once, and frees what was held.</summary>
internal sealed class DisposalChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private IReadOnlyList<TEvent> Events { get; } = operatorCase.Events(new Random(2), 300);

    public IEnumerable<Check> All() =>
    [
        new("C3.NothingAfterDispose", NothingAfterDispose),
        new("C4.DisposeTwice", DisposeTwice),
        new("C4.DisposeFromAnotherThread", DisposeFromAnotherThread),
        new("C4.DisposeInsideOnNext", DisposeInsideOnNext),
        new("C4.DisposeBeforeSubscribeReturned", DisposeBeforeSubscribeReturned),
        new("C4.DisposeAfterTheEnd", DisposeAfterTheEnd),
        new("C5.FreedByDispose", () => Freed(trial => trial.Subscription.Dispose())),
        new("C5.FreedByCompletion", () => Freed(trial => trial.Source.OnCompleted())),
        new("C5.FreedByError", () => Freed(trial => trial.Source.OnError(new InjectedFaultException()))),
    ];

    private void NothingAfterDispose()
    {
        var trial = new Trial<TEvent, TResult>(operatorCase, new ProbeSource<TEvent> { IgnoresDisposal = true })
            .Subscribe();
        trial.Send(Events.Take(100));
        trial.Dispose();
        trial.Send(Events.Skip(100));
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireGrammar();
        trial.RequireTornDown("Dispose");
    }

    private void DisposeTwice()
    {
        var trial = Start().Send(Events.Take(100));
        trial.Dispose();
        trial.Dispose();
        trial.RequireTornDown("two calls of Dispose");
    }

    private void DisposeFromAnotherThread()
    {
        var trial = Start().Send(Events.Take(100));
        var thread = new Thread(trial.Dispose);
        thread.Start();
        thread.Join();
        trial.Send(Events.Skip(100));
        trial.RequireGrammar();
        trial.RequireTornDown("Dispose from another thread");
    }

    private void DisposeInsideOnNext()
    {
        var all = Trial<TEvent, TResult>.Results(operatorCase, Events).Count;
        foreach (var stop in new[] { 1, 2, Math.Max(1, all / 2) }.Distinct())
        {
            var trial = new Trial<TEvent, TResult>(operatorCase);
            trial.Observer.OnResult = count =>
            {
                if (count == stop)
                {
                    trial.Dispose();
                }
            };
            trial.Subscribe().Send(Events);
            if (trial.Observer.IsDisposed)
            {
                // Before the source ends: its end would tear down what disposal has left.
                trial.RequireTornDown("Dispose inside OnNext");
            }

            trial.Source.OnCompleted();
            trial.Settle();
            trial.RequireGrammar();
            Require.That(
                trial.Observer.Count <= stop, $"{trial.Observer.Count} results, disposed inside number {stop}.");
            trial.RequireTornDown("Dispose inside OnNext");
        }
    }

    private void DisposeBeforeSubscribeReturned()
    {
        var trial = new Trial<TEvent, TResult>(operatorCase, new ProbeSource<TEvent>
        {
            IgnoresDisposal = true,
            OnSubscribe = observer =>
            {
                foreach (var value in Events)
                {
                    observer.OnNext(value);
                }

                observer.OnCompleted();
            },
        });
        using var subscription = new SingleAssignmentDisposable();
        subscription.Disposable = trial.Output.Take(1).Subscribe(trial.Observer);
        trial.Settle();
        trial.RequireGrammar();
        Require.That(trial.Observer.IsCompleted, "The output did not complete.");
        trial.RequireTornDown("Take(1) of a synchronous source");
    }

    private void DisposeAfterTheEnd()
    {
        var trial = Start().Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        trial.RequireTornDown("completion");
        trial.Dispose();
        trial.RequireTornDown("completion and Dispose");
        trial.RequireGrammar();
    }

    private void Freed(Action<Trial<TEvent, TResult>> end)
    {
        var (observer, kept) = RunAndForget(end);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Require.That(!observer.IsAlive, "The observer is still held, by the source, the operator or the scheduler.");
        GC.KeepAlive(kept);
    }

    /// <summary>Its frame is gone when it returns, and with it every reference that is not in the result.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Observer, object Kept) RunAndForget(Action<Trial<TEvent, TResult>> end)
    {
        var trial = Start().Send(Events);
        end(trial);
        trial.Settle();
        return (new WeakReference(trial.Observer), (trial.Source, trial.Output, trial.Scheduler));
    }

    private Trial<TEvent, TResult> Start() => new Trial<TEvent, TResult>(operatorCase).Subscribe();
}
