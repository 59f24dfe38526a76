using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace RxRecs.Testing;

/// <summary>C9: an operator in event time gives the same output wherever its events come from.</summary>
internal sealed class SchedulerChecks<TEvent, TResult>(OperatorCase<TEvent, TResult> operatorCase)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private IReadOnlyList<TEvent> Events { get; } = operatorCase.Events(new Random(5), 300);

    public IEnumerable<Check> All() => operatorCase.IsEventTime
        ?
        [
            new("C9.Immediate", () => SameOn(ImmediateScheduler.Instance, Clock())),
            new("C9.CurrentThread", () => SameOn(CurrentThreadScheduler.Instance, Clock())),
            new("C9.VirtualTime", VirtualTime),
            new("C9.EventLoop", EventLoop),
            new("C9.ThreadPool", () => SameOn(ThreadPoolScheduler.Instance, ThreadPoolScheduler.Instance)),
        ]
        : [];

    private void EventLoop()
    {
        using var scheduler = new EventLoopScheduler();
        SameOn(scheduler, scheduler);
    }

    private void VirtualTime()
    {
        var clock = Clock();
        var observer = new GrammarObserver<TResult>();
        using var subscription = operatorCase.Build(Events.ToObservable(clock), new FaultInjector(), clock)
            .Subscribe(observer);

        // Bounded: an idle timer never leaves the queue empty. Each event takes one tick at the most.
        clock.AdvanceBy(TimeSpan.FromTicks(2 * Events.Count + 2) + operatorCase.Settle);
        RequireSame(Expected(), observer);
    }

    /// <summary>
    /// Time of its own for the operator where a timer on the source's scheduler would block the
    /// thread.
    /// </summary>
    private static HistoricalScheduler Clock() => new(SampleInteractions.Start);

    private void SameOn(IScheduler scheduler, IScheduler timers)
    {
        var expected = Expected();
        using var done = new ManualResetEventSlim();
        var observer = new GrammarObserver<TResult> { OnEnd = done.Set };
        using var subscription = operatorCase.Build(Events.ToObservable(scheduler), new FaultInjector(), timers)
            .Subscribe(observer);
        Require.That(done.Wait(Patience), $"The output did not end on {scheduler.GetType().Name}.");
        RequireSame(expected, observer);
    }

    /// <summary>
    /// Gives the results without a scheduler. What does not end there is not waited for on one either.
    /// </summary>
    private IReadOnlyList<string> Expected()
    {
        var trial = new Trial<TEvent, TResult>(operatorCase).Subscribe().Send(Events);
        trial.Source.OnCompleted();
        trial.Settle();
        RequireCompleted(trial.Observer);
        return trial.Observer.Results;
    }

    private static void RequireSame(IReadOnlyList<string> expected, GrammarObserver<TResult> observer)
    {
        Require.That(observer.Breach is null, observer.Breach ?? "");
        RequireCompleted(observer);
        Require.Same(expected, observer.Results, "On this scheduler");
    }

    private static void RequireCompleted(GrammarObserver<TResult> observer) =>
        Require.That(
            observer.IsCompleted,
            observer.Error is { } error ? $"The output ended with {error}" : "The output did not complete.");
}
