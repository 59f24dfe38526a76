using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Gathers what several sources do, from whichever threads, into one queue and delivers it from one of those threads at
/// a time, never under the lock. An error overtakes what waits.
/// </summary>
internal sealed class MergeSubscription<TEvent> : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<MergeInput<TEvent>> _waiting = new();
    private readonly IObserver<MergeInput<TEvent>> _observer;
    private readonly int _maxWaiting;
    private readonly Input[] _inputs;
    private Exception? _error;
    private int _uncompleted;
    private bool _busy;
    private bool _ended;

    public MergeSubscription(
        IObservable<TEvent>[] sources,
        IObserver<MergeInput<TEvent>> observer,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        MergeOptions options)
    {
        _observer = observer;
        _maxWaiting = options.MaxPending;
        _uncompleted = sources.Length;
        _inputs = new Input[sources.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            _inputs[i] = new Input(this, i, sources[i], eventTimeSelector, options);
        }
    }

    public void Run()
    {
        if (_inputs.Length == 0)
        {
            _ended = true;
            _observer.OnCompleted();
        }

        foreach (var input in _inputs)
        {
            if (Volatile.Read(ref _ended))
            {
                return;
            }

            input.Run();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _error = null;
            _waiting.Clear();
        }

        foreach (var input in _inputs)
        {
            input.Dispose();
        }
    }

    private void Take(MergeInput<TEvent> input)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            if (_busy)
            {
                Wait(input);
                return;
            }

            _busy = true;
        }

        try
        {
            do
            {
                Deliver(input);
            }
            while (TryDequeueOrRelease(out input));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Fail(Exception error)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            End(error);
            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        DeliverError();
    }

    private void Wait(MergeInput<TEvent> input)
    {
        if (_waiting.Count < _maxWaiting)
        {
            _waiting.Enqueue(input);
            return;
        }

        End(new InvalidOperationException(
            $"{_maxWaiting} events wait for the observer of MergeByEventTime to return, " +
            "which is the limit MaxPending. Raise the limit, or slow the sources down."));
    }

    private void End(Exception error)
    {
        _ended = true;
        _error = error;
        _waiting.Clear();
    }

    // Whoever delivers also delivers the error that has come meanwhile: nobody else may while _busy is set.
    private bool TryDequeueOrRelease(out MergeInput<TEvent> input)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out input))
            {
                return true;
            }

            if (_error is null)
            {
                _busy = false;
                return false;
            }
        }

        DeliverError();
        return false;
    }

    private void Deliver(MergeInput<TEvent> input)
    {
        _observer.OnNext(input);
        if (input.Kind == MergeInputKind.Completed && --_uncompleted == 0)
        {
            Dispose();
            _observer.OnCompleted();
        }
    }

    private void DeliverError()
    {
        var error = _error;
        Dispose();
        if (error is not null)
        {
            _observer.OnError(error);
        }
    }

    /// <summary>One source: keeps the grammar towards the merge and watches for silence.</summary>
    private sealed class Input : IObserver<TEvent>, IDisposable
    {
        private readonly MergeSubscription<TEvent> _merge;
        private readonly int _index;
        private readonly IObservable<TEvent> _source;
        private readonly Func<TEvent, DateTimeOffset> _eventTimeSelector;
        private readonly IdleTimer? _idle;
        private readonly SingleAssignmentDisposable _upstream = new();
        private BoundedDisorder _time;
        private bool _isQuiet;
        private bool _isStopped;

        public Input(
            MergeSubscription<TEvent> merge,
            int index,
            IObservable<TEvent> source,
            Func<TEvent, DateTimeOffset> eventTimeSelector,
            MergeOptions options)
        {
            (_merge, _index, _source, _eventTimeSelector) = (merge, index, source, eventTimeSelector);
            _time = new(options.AllowedLateness);
            _idle = options.IdleTimeout is { } timeout ? new IdleTimer(timeout, options.Scheduler, OnIdle) : null;
        }

        public void Run()
        {
            _idle?.Start();
            try
            {
                _upstream.Disposable = _source.Subscribe(this);
            }
            catch (Exception error) when (!Volatile.Read(ref _merge._ended))
            {
                // Of the source; an exception of the observer has ended the merge and goes to whoever called.
                OnError(error);
            }
        }

        public void OnNext(TEvent value)
        {
            if (Volatile.Read(ref _isStopped))
            {
                return;
            }

            if (_idle is not null && IsInTime(value))
            {
                _idle.Touch();
                Volatile.Write(ref _isQuiet, false);
            }

            _merge.Take(new(_index, MergeInputKind.Event, value));
        }

        public void OnError(Exception error)
        {
            if (!Interlocked.Exchange(ref _isStopped, true))
            {
                _merge.Fail(error);
            }
        }

        public void OnCompleted()
        {
            if (!Interlocked.Exchange(ref _isStopped, true))
            {
                Dispose();
                _merge.Take(new(_index, MergeInputKind.Completed));
            }
        }

        public void Dispose()
        {
            _idle?.Dispose();
            _upstream.Dispose();
        }

        // What is late is no activity: a source that sends nothing else is not waited for.
        private bool IsInTime(TEvent value)
        {
            long eventTicks;
            try
            {
                eventTicks = _eventTimeSelector(value).UtcTicks;
            }
            catch (Exception)
            {
                // The merge calls it once more and ends with this error.
                return true;
            }

            _time.RiseTo(eventTicks);
            return eventTicks >= _time.Watermark;
        }

        // Once per silence, so that the clock of the whole merge can go on when all sources are quiet.
        private void OnIdle()
        {
            if (!Interlocked.Exchange(ref _isQuiet, true))
            {
                _merge.Take(new(_index, MergeInputKind.Idle));
            }
        }
    }
}
