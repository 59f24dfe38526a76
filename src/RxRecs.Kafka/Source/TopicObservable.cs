using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Kafka;

/// <summary>
/// A consumer of its own for each subscription. Without a scheduler it runs on the current thread's trampoline, as Rx's
/// own synchronous sources do: the operators around it then hold their subscription before the first record, and can
/// end it from inside one.
/// </summary>
internal sealed class TopicObservable<T, TResult>(
    KafkaSettings settings,
    KafkaSourceOptions options,
    Func<IRecordParser<T>> makeParser,
    Func<TopicObserver<TResult>, TopicRun, RecordTarget<T>> makeTarget,
    CancellationToken cancellation) : IRecordObservable<TResult>
{
    public IDisposable Subscribe(IObserver<TResult> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Start(new ValueObserver<TResult>(observer));
    }

    public IObservable<ReadResult<TResult>> WithDeadLetters() =>
        new TopicForm<ReadResult<TResult>>(observer => Start(new ReadObserver<TResult>(observer)));

    /// <summary>A subscription in any form.</summary>
    public IDisposable Start(TopicObserver<TResult> observer)
    {
        var where = options.Scheduler ?? CurrentThreadScheduler.Instance;
        var action = where.AsLongRunning() is { } longRunning
            ? longRunning.ScheduleLongRunning(observer, (state, _) => Run(state))
            : where.Schedule(observer, (_, state) => Run(state));
        return new CompositeDisposable(observer, action);
    }

    /// <summary>Runs on the calling thread until the end, and throws only what the observer itself has failed
    /// with.</summary>
    public IDisposable Run(TopicObserver<TResult> observer)
    {
        if (observer.IsDisposed)
        {
            return Disposable.Empty;
        }

        var run = new TopicRun();
        var target = makeTarget(observer, run);
        var dead = 0L;
        try
        {
            observer.Begin();
            while (!Read(observer, target, run, ref dead))
            {
                target.Reset();
            }
        }
        catch (Exception error) when (!observer.HasFailed)
        {
            observer.OnError(error);
            return Disposable.Empty;
        }

        observer.OnCompleted(new ReadCounts(target.Values, dead), target.Late);
        return Disposable.Empty;
    }

    // False if another topic has the name of one that was read, and is to be read instead: by another consumer, for a
    // client remembers much of a topic that it knows.
    private bool Read(TopicObserver<TResult> observer, RecordTarget<T> target, TopicRun run, ref long dead)
    {
        using var loop = new ConsumerLoop<T>(
            settings, options, makeParser(), target, observer, run.Anew, cancellation);
        run.Control = loop.Control;
        try
        {
            loop.Run();
            return true;
        }
        catch (KafkaFailureException failure) when (
            options.RestartOnNewTopic && loop.NewTopics.Count > 0 && !observer.HasFailed
            && failure.Failure is KafkaFailure.DataExpired)
        {
            run.Anew.UnionWith(loop.NewTopics);
            loop.Control.Notice(
                KafkaNoticeKind.DataLost, "A topic was deleted and made anew: the reading begins anew with it.");
            return false;
        }
        finally
        {
            dead += loop.DeadLetters;
        }
    }
}
