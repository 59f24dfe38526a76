namespace RxRecs.Webhooks;

/// <summary>
/// A clock that stands still until it is told to go on, and then runs what is due in order, on a thread of the pool:
/// there what awaits a timer goes on within it.
/// </summary>
internal sealed class VirtualClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time that has passed.</summary>
    public TimeSpan Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>The number of timers that are set.</summary>
    public int TimersSet
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>The time at which the next timer is due; the greatest where none is set.</summary>
    public TimeSpan NextDue
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count == 0 ? TimeSpan.MaxValue : _timers.Min(static timer => timer.Due);
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + Now;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        for (var end = Now + by; ; TakeNext(end)?.Run())
        {
            lock (_gate)
            {
                if (!_timers.Exists(timer => timer.Due <= end))
                {
                    _now = end;
                    return;
                }
            }
        }
    }

    /// <summary>Goes on to what is due next, if there is anything.</summary>
    public void AdvanceToNext() => TakeNext(TimeSpan.MaxValue)?.Run();

    private Timer? TakeNext(TimeSpan end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Rearm();
            }

            return next;
        }
    }

    private sealed class Timer(VirtualClock clock, Action callback) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan Due { get; private set; }

        /// <summary>Sets the timer once more where it repeats; within the lock.</summary>
        public void Rearm()
        {
            if (_period == Timeout.InfiniteTimeSpan)
            {
                clock._timers.Remove(this);
            }
            else
            {
                Due += _period;
            }
        }

        public void Run() => Task.Run(callback).GetAwaiter().GetResult();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
