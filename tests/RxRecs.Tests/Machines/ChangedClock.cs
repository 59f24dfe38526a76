using System.Reactive.Concurrency;

namespace RxRecs.Tests.Machines;

/// <summary>A scheduler that waits as another does and whose clock can be set.</summary>
internal class ChangedClock(IScheduler inner) : IScheduler
{
    public TimeSpan Change { get; set; }

    public DateTimeOffset Now => inner.Now + Change;

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) =>
        inner.Schedule(state, action);

    public IDisposable Schedule<TState>(
        TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) =>
        inner.Schedule(state, dueTime, action);

    public IDisposable Schedule<TState>(
        TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        inner.Schedule(state, dueTime - Change, action);
}
