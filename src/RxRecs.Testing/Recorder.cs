using System.Reactive;
using System.Reactive.Concurrency;

namespace RxRecs.Testing;

/// <summary>
/// Observes a stream: records each notification with the time of a scheduler and notes the first breach of the Rx
/// grammar: a notification after the end, or two at once. It never throws on its own account.
/// </summary>
/// <param name="scheduler">The scheduler that tells the time, as a rule the virtual time of the test.</param>
/// <typeparam name="T">The results' type.</typeparam>
public sealed class Recorder<T>(IScheduler scheduler) : IObserver<T>
{
    private readonly Grammar _grammar = new();
    private readonly List<Timestamped<Notification<T>>> _notifications = [];

    /// <summary>Gets the notifications, each with the time at which it came.</summary>
    public IReadOnlyList<Timestamped<Notification<T>>> Notifications => _notifications;

    /// <summary>Gets the results alone.</summary>
    public IReadOnlyList<T> Results =>
        [.. _notifications.Where(each => each.Value.HasValue).Select(each => each.Value.Value)];

    /// <summary>Gets the error that ended it, or null.</summary>
    public Exception? Error => _grammar.Error;

    /// <summary>Gets a value indicating whether it was completed.</summary>
    public bool IsCompleted => _grammar.IsCompleted;

    /// <summary>Gets the first breach of the grammar as a sentence, or null.</summary>
    public string? Breach => _grammar.Breach;

    /// <inheritdoc/>
    public void OnNext(T value)
    {
        _grammar.Enter(nameof(OnNext));
        Record(Notification.CreateOnNext(value));
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
        _grammar.EnterError(error);
        Record(Notification.CreateOnError<T>(error));
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        _grammar.EnterCompleted();
        Record(Notification.CreateOnCompleted<T>());
    }

    private void Record(Notification<T> notification)
    {
        // A second thread is a breach that is noted; the list must survive it.
        lock (_notifications)
        {
            _notifications.Add(new(notification, scheduler.Now));
        }

        _grammar.Leave();
    }
}
