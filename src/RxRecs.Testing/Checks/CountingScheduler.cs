using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Testing;

/// <summary>Counts what waits in a scheduler: work that has neither begun to run nor been cancelled.</summary>
/// <param name="inner">The scheduler that runs it.</param>
internal sealed class CountingScheduler(IScheduler inner) : IScheduler
{
    private int _pending;

    /// <summary>Tells how much work waits.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Tells how much work was ever scheduled.</summary>
    public int Scheduled { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset Now => inner.Now;

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) =>
        Count(state, action, (work, run) => inner.Schedule(work, run));

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(
        TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Count(state, action, (work, run) => inner.Schedule(work, dueTime, run));

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(
        TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Count(state, action, (work, run) => inner.Schedule(work, dueTime, run));

    private CompositeDisposable Count<TState>(
        TState state,
        Func<IScheduler, TState, IDisposable> action,
        Func<TState, Func<IScheduler, TState, IDisposable>, IDisposable> schedule)
    {
        Scheduled++;
        Interlocked.Increment(ref _pending);
        var done = Disposable.Create(() => Interlocked.Decrement(ref _pending));
        var work = schedule(state, (_, value) =>
        {
            done.Dispose();
            return action(this, value);
        });
        return new CompositeDisposable(work, done);
    }
}
