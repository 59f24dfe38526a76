using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace RxRecs;

/// <summary>
/// Walks through recorded events: all that are due in one go, then one action in the scheduler until the next is. Due
/// times are counted from the start, so waiting late now and then adds up to nothing; an event whose time is behind
/// comes at once. At a pace, one event that is years away from those around it comes at once too, and is no measure for
/// the others; where a second one follows it, the pace goes on from there.
/// </summary>
internal sealed class PacedReplay<TEvent>(
    IEnumerator<TEvent> records,
    Func<TEvent, DateTimeOffset> eventTimeSelector,
    ReplayPace pace,
    IScheduler scheduler,
    IObserver<TEvent> observer) : IDisposable
{
    private const long Year = 366 * TimeSpan.TicksPerDay;
    private const int Resting = 0;
    private const int Walking = 1;
    private const int Ended = 2;
    private readonly SerialDisposable _action = new();
    private long _start;
    private long _first;
    private bool _hasFirst;
    private long _last;
    private (long Ticks, long Emitted)? _stray;
    private bool _hasNext;
    private int _state;

    private enum Step
    {
        Event,
        Wait,
        End,
    }

    /// <summary>Waits until something is due.</summary>
    /// <param name="on">The scheduler, or what it hands to an action for going on without nesting.</param>
    /// <param name="dueTime">The time when it is due.</param>
    public void Schedule(IScheduler on, DateTimeOffset dueTime)
    {
        // Assigned before the action can run: one that runs at once must not be overwritten by the one before it.
        var action = new SingleAssignmentDisposable();
        _action.Disposable = action;
        action.Disposable = on.Schedule(this, dueTime, static (next, self) =>
        {
            self.Walk(next);
            return Disposable.Empty;
        });
    }

    public void Dispose()
    {
        var before = Interlocked.Exchange(ref _state, Ended);
        _action.Dispose();
        if (before == Resting)
        {
            records.Dispose();
        }
    }

    private void Walk(IScheduler on)
    {
        if (Interlocked.CompareExchange(ref _state, Walking, Resting) != Resting)
        {
            return;
        }

        DateTimeOffset? next;
        try
        {
            next = EmitDueEvents();
        }
        catch
        {
            Interlocked.Exchange(ref _state, Ended);
            _action.Dispose();
            records.Dispose();
            throw;
        }

        if (Interlocked.CompareExchange(ref _state, Resting, Walking) != Walking)
        {
            records.Dispose();
        }
        else if (next is { } dueTime)
        {
            Schedule(on, dueTime);
        }
        else
        {
            Dispose();
        }
    }

    private DateTimeOffset? EmitDueEvents()
    {
        while (Volatile.Read(ref _state) == Walking)
        {
            Step step;
            TEvent value;
            DateTimeOffset dueTime;
            try
            {
                step = Next(out value, out dueTime);
            }
            catch (Exception error)
            {
                observer.OnError(error);
                return null;
            }

            if (step == Step.Wait)
            {
                return dueTime;
            }

            if (step == Step.End)
            {
                observer.OnCompleted();
                return null;
            }

            observer.OnNext(value);
        }

        return null;
    }

    private Step Next(out TEvent value, out DateTimeOffset dueTime)
    {
        value = default!;
        dueTime = default;
        if (!_hasNext && !records.MoveNext())
        {
            return Step.End;
        }

        _hasNext = true;
        dueTime = DueTimeOf(records.Current);
        if (dueTime > scheduler.Now)
        {
            return Step.Wait;
        }

        value = records.Current;
        _hasNext = false;
        return Step.Event;
    }

    private DateTimeOffset DueTimeOf(TEvent record)
    {
        var ticks = eventTimeSelector(record).UtcTicks;
        if (!_hasFirst)
        {
            (_first, _start, _hasFirst, _last) = (ticks, scheduler.Now.UtcTicks, true, ticks);
        }

        if (pace.IsEventTime)
        {
            return new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        if (Math.Abs(ticks - _last) > Year)
        {
            if (_stray is not { } stray || Math.Abs(ticks - stray.Ticks) > Year)
            {
                _stray = (ticks, scheduler.Now.UtcTicks);
                return scheduler.Now;
            }

            (_first, _start) = stray;
        }

        (_last, _stray) = (ticks, null);
        return new DateTimeOffset(pace.DueTicks(ticks, _first, _start), TimeSpan.Zero);
    }
}
