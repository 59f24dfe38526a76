using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Machines;

/// <summary>
/// The shell's cold side: a new machine for each subscription, so that no two subscriptions share
/// state.
/// </summary>
internal sealed class MachineObservable<TEvent, TResult>(
    IObservable<TEvent> source,
    Func<IMachine<TEvent, TResult>> machineFactory,
    TimeSpan? idleTimeout,
    IScheduler? scheduler) : IObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        MachineObserver<TEvent, TResult> shell;
        try
        {
            var scope = MachineScope.Current;
            var machine = machineFactory();
            scope?.ThrowIfRefused(machine?.Format.Name, idleTimeout);
            shell = new(machine!, observer, idleTimeout, scheduler);
            scope?.Add(shell);
            (observer as IMachineListener)?.OnMachine(machine!);
        }
        catch (Exception error)
        {
            observer.OnError(error);
            return Disposable.Empty;
        }

        shell.Run(source);
        return shell;
    }
}
