using System.Reactive;

namespace Microsoft.Reactive.Testing;

/// <summary>Base of tests in virtual time: the usual moments, and short names for what is recorded.</summary>
public abstract class ReactiveTest
{
    /// <summary>When <see cref="TestScheduler.Start{T}(Func{IObservable{T}})"/> makes the observable.</summary>
    public const long Created = 100;

    /// <summary>When it subscribes.</summary>
    public const long Subscribed = 200;

    /// <summary>When it disposes the subscription.</summary>
    public const long Disposed = 1000;

    /// <summary>A value.</summary>
    /// <param name="ticks">When.</param>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The record.</returns>
    public static Recorded<Notification<T>> OnNext<T>(long ticks, T value) =>
        new(ticks, Notification.CreateOnNext(value));

    /// <summary>An error.</summary>
    /// <param name="ticks">When.</param>
    /// <param name="exception">The error.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The record.</returns>
    public static Recorded<Notification<T>> OnError<T>(long ticks, Exception exception) =>
        new(ticks, Notification.CreateOnError<T>(exception));

    /// <summary>The end.</summary>
    /// <param name="ticks">When.</param>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <returns>The record.</returns>
    public static Recorded<Notification<T>> OnCompleted<T>(long ticks) =>
        new(ticks, Notification.CreateOnCompleted<T>());

    /// <summary>A subscription that has ended.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    /// <returns>The subscription.</returns>
    public static Subscription Subscribe(long start, long end) => new(start, end);

    /// <summary>A subscription that has not ended.</summary>
    /// <param name="start">When it began.</param>
    /// <returns>The subscription.</returns>
    public static Subscription Subscribe(long start) => new(start);
}
