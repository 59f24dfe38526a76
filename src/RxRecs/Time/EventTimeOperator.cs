using System.Reactive.Concurrency;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>Runs event-time machines behind the shell and leads their late events to the side output.</summary>
internal static class EventTimeOperator
{
    public static IObservable<TResult> Run<TEvent, TResult>(
        IObservable<TEvent> source,
        Func<IEventTimeMachine<TEvent, EventTimeResult<TEvent, TResult>>> machineFactory,
        EventTimeOptions options,
        IObserver<LateEvent<TEvent>>? lateEvents,
        IScheduler? scheduler)
    {
        CheckScheduler(options, scheduler);
        return Split(source.RunMachine(machineFactory, options.IdleTimeout, scheduler), lateEvents);
    }

    public static void CheckScheduler(EventTimeOptions options, IScheduler? scheduler)
    {
        if (options.IdleTimeout is not null && scheduler is null)
        {
            throw new ArgumentNullException(nameof(scheduler), "IdleTimeout needs a scheduler.");
        }
    }

    public static IObservable<TResult> Split<TEvent, TResult>(
        IObservable<EventTimeResult<TEvent, TResult>> all, IObserver<LateEvent<TEvent>>? lateEvents) =>
        new EventTimeObservable<TEvent, TResult>(all, lateEvents);
}
