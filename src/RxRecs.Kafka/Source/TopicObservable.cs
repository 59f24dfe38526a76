using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Kafka.Source;

/// <summary>
/// A consumer of its own for each subscription. Without a scheduler it runs on the current thread's trampoline, as Rx's
/// own synchronous sources do: the operators around it then hold their subscription before the first record, and can
/// end it from inside one.
/// </summary>
internal sealed class TopicObservable<T, TResult>(
    KafkaSettings settings,
    KafkaSourceOptions options,
    Func<IRecordParser<T>> makeParser,
    IObserver<DeadLetter>? deadLetters,
    Func<TopicObserver<TResult>, TopicRun, RecordTarget<T>> makeTarget,
    IScheduler? scheduler,
    CancellationToken cancellation) : IObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var topicObserver = new TopicObserver<TResult>(observer);
        var where = scheduler ?? CurrentThreadScheduler.Instance;
        var action = where.AsLongRunning() is { } longRunning
            ? longRunning.ScheduleLongRunning(topicObserver, (state, _) => Run(state))
            : where.Schedule(topicObserver, (_, state) => Run(state));
        return new CompositeDisposable(topicObserver, action);
    }

    private IDisposable Run(TopicObserver<TResult> observer)
    {
        try
        {
            observer.Begin();
            var run = new TopicRun();
            using var loop = new ConsumerLoop<T>(
                settings,
                options,
                makeParser(),
                makeTarget(observer, run),
                deadLetters,
                () => observer.IsDisposed,
                cancellation)
            {
                IsAbandoned = () => observer.IsAbandoned,
            };
            run.Control = loop;
            loop.Run();
        }
        catch (Exception error) when (!observer.HasFailed)
        {
            observer.OnError(error);
            return Disposable.Empty;
        }

        observer.OnCompleted();
        return Disposable.Empty;
    }
}
