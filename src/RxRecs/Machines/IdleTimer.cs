using System.Diagnostics.CodeAnalysis;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs.Machines;

/// <summary>
/// Calls back whenever no on-time event has come for the timeout. One action waits in the scheduler at any time: an
/// event only notes when it came, and the action, once due, waits for the rest. The timeout is a length of time, by the
/// scheduler's stopwatch: a clock that is set does not move it.
/// </summary>
internal sealed class IdleTimer(TimeSpan timeout, IScheduler? scheduler, Action onIdle) : IDisposable
{
    // No scheduler can wait for ever, and the system's timers not for two months; what is left is waited for after.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly IScheduler _scheduler = scheduler ?? Default;
    private readonly SerialDisposable _action = new();
    private IStopwatch? _stopwatch;
    private long _lastEvent;
    private long _lastCall;
    private DateTimeOffset? _watermarkAtLastEvent;

    /// <summary>
    /// Tells what Rx itself takes for time where no scheduler is named: the only place in the library that takes it.
    /// </summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "An idle timeout without a scheduler, as in Rx.")]
    private static IScheduler Default => Scheduler.Default;

    // A scheduler without a stopwatch has nothing but its clock.
    private long Elapsed => _stopwatch?.Elapsed.Ticks ?? _scheduler.Now.UtcTicks;

    public void Start()
    {
        _stopwatch = _scheduler.AsStopwatchProvider()?.StartStopwatch();
        Touch();
        Wait(timeout);
    }

    public void Touch()
    {
        var now = Elapsed;
        Volatile.Write(ref _lastEvent, now);
        Volatile.Write(ref _lastCall, now);
        _watermarkAtLastEvent = null;
    }

    /// <summary>
    /// Tells where a watermark stands once as much event time has passed as the source has been quiet.
    /// </summary>
    public DateTimeOffset Ahead(DateTimeOffset watermark)
    {
        if (watermark == DateTimeOffset.MinValue)
        {
            return watermark;
        }

        var start = _watermarkAtLastEvent ??= watermark;
        var quiet = new TimeSpan(Math.Max(0, Elapsed - Volatile.Read(ref _lastEvent)));
        return quiet > DateTimeOffset.MaxValue - start ? DateTimeOffset.MaxValue : start + quiet;
    }

    public void Dispose() => _action.Dispose();

    private void Wait(TimeSpan dueTime) =>
        _action.Disposable = _scheduler.Schedule(dueTime < LongestWait ? dueTime : LongestWait, OnDue);

    private void OnDue()
    {
        var now = Elapsed;
        if (now < Volatile.Read(ref _lastCall))
        {
            // The clock was set back: without a new start nothing would happen until it had made up for it.
            Volatile.Write(ref _lastEvent, now);
            Volatile.Write(ref _lastCall, now);
        }

        var rest = timeout.Ticks - (now - Volatile.Read(ref _lastCall));
        if (rest > 0)
        {
            Wait(new TimeSpan(rest));
            return;
        }

        Volatile.Write(ref _lastCall, Elapsed);
        onIdle();
        Wait(timeout);
    }
}
