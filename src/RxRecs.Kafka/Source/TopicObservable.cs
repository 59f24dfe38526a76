using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using RxRecs.Quality;

namespace RxRecs.Kafka.Source;

/// <summary>A consumer of its own for each subscription, run on the subscribing thread or on a scheduler.</summary>
internal sealed class TopicObservable<T, TResult>(
    KafkaSettings settings,
    KafkaSourceOptions options,
    IRecordParser<T> parser,
    IObserver<DeadLetter>? deadLetters,
    IScheduler? scheduler,
    CancellationToken cancellation,
    Func<TopicObserver<TResult>, TopicRun, RecordTarget<T>> makeTarget) : IObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var topicObserver = new TopicObserver<TResult>(observer);
        if (scheduler is null)
        {
            Run(topicObserver);
            return topicObserver;
        }

        var action = scheduler.AsLongRunning() is { } longRunning
            ? longRunning.ScheduleLongRunning(topicObserver, (state, _) => Run(state))
            : scheduler.Schedule(() => Run(topicObserver));
        return StableCompositeDisposable.Create(topicObserver, action);
    }

    private void Run(TopicObserver<TResult> observer)
    {
        try
        {
            var run = new TopicRun();
            var target = makeTarget(observer, run);
            var loop = new ConsumerLoop<T>(settings, options, parser, target, deadLetters, () => observer.IsDisposed, cancellation);
            run.Control = loop;
            loop.Run();
        }
        catch (Exception error) when (!observer.HasFailed)
        {
            observer.OnError(error);
            return;
        }

        observer.OnCompleted();
    }
}
