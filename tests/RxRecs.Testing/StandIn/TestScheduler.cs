using System.Reactive;
using System.Reactive.Concurrency;

namespace Microsoft.Reactive.Testing;

/// <summary>
/// Virtual time for tests, one unit a tick. Compiled only where the package feed lacks Microsoft.Reactive.Testing,
/// whose documented behaviour it follows for what the tests of this project use: work due at or before the present runs
/// one tick later, and work due at the same time runs in the order in which it was scheduled.
/// </summary>
public class TestScheduler : VirtualTimeScheduler<long, long>
{
    /// <inheritdoc/>
    public override IDisposable ScheduleAbsolute<TState>(
        TState state, long dueTime, Func<IScheduler, TState, IDisposable> action) =>
        base.ScheduleAbsolute(state, dueTime <= Clock ? Clock + 1 : dueTime, action);

    /// <summary>
    /// Makes, subscribes and disposes an observable at given times and runs until nothing is left to
    /// do.
    /// </summary>
    /// <param name="create">Makes the observable.</param>
    /// <param name="created">When it is made.</param>
    /// <param name="subscribed">When it is subscribed to.</param>
    /// <param name="disposed">When the subscription is disposed.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>What the observer was told.</returns>
    public ITestableObserver<T> Start<T>(Func<IObservable<T>> create, long created, long subscribed, long disposed)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(created, subscribed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subscribed, disposed);
        var observer = CreateObserver<T>();
        IObservable<T>? source = null;
        IDisposable? subscription = null;
        this.ScheduleAbsolute(created, () => source = create());
        this.ScheduleAbsolute(subscribed, () => subscription = source!.Subscribe(observer));
        this.ScheduleAbsolute(disposed, () => subscription!.Dispose());
        Start();
        return observer;
    }

    /// <summary>As the long form, made at 100 and subscribed to at 200.</summary>
    /// <param name="create">Makes the observable.</param>
    /// <param name="disposed">When the subscription is disposed.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>What the observer was told.</returns>
    public ITestableObserver<T> Start<T>(Func<IObservable<T>> create, long disposed) =>
        Start(create, ReactiveTest.Created, ReactiveTest.Subscribed, disposed);

    /// <summary>As the long form, made at 100, subscribed to at 200 and disposed at 1000.</summary>
    /// <param name="create">Makes the observable.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>What the observer was told.</returns>
    public ITestableObserver<T> Start<T>(Func<IObservable<T>> create) => Start(create, ReactiveTest.Disposed);

    /// <summary>An observable that sends its messages at absolute times to whoever is subscribed then.</summary>
    /// <param name="messages">The messages.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The observable.</returns>
    public ITestableObservable<T> CreateHotObservable<T>(params Recorded<Notification<T>>[] messages) =>
        new HotObservable<T>(this, messages);

    /// <summary>
    /// An observable that sends its messages to each observer, at times counted from its
    /// subscription.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The observable.</returns>
    public ITestableObservable<T> CreateColdObservable<T>(params Recorded<Notification<T>>[] messages) =>
        new ColdObservable<T>(this, messages);

    /// <summary>An observer that records what it is told.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The observer.</returns>
    public ITestableObserver<T> CreateObserver<T>() => new RecordingObserver<T>(this);

    /// <inheritdoc/>
    protected override long Add(long absolute, long relative) => absolute + relative;

    /// <inheritdoc/>
    protected override DateTimeOffset ToDateTimeOffset(long absolute) => new(absolute, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override long ToRelative(TimeSpan timeSpan) => timeSpan.Ticks;
}
