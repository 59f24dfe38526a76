using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Gathers what several sources do, from whichever threads, into one serial stream. An error overtakes what waits.
/// </summary>
internal sealed class MergeSubscription<TEvent> : IDisposable
{
    private readonly SerialInputs<MergeInput<TEvent>> _inputs;
    private readonly Input[] _sources;
    private int _uncompleted;

    public MergeSubscription(
        IObservable<TEvent>[] sources,
        IObserver<MergeInput<TEvent>> observer,
        Func<TEvent, DateTimeOffset> eventTimeSelector,
        MergeOptions options)
    {
        _inputs = new(observer, options.MaxPending, () => Overflow(options.MaxPending));
        _uncompleted = sources.Length;
        _sources = [.. sources.Select((source, i) => new Input(this, i, source, eventTimeSelector, options))];
    }

    public void Run()
    {
        if (_sources.Length == 0)
        {
            _inputs.Complete();
        }

        foreach (var source in _sources)
        {
            _inputs.Run(source.Run);
        }
    }

    public void Dispose() => _inputs.Dispose();

    private static InvalidOperationException Overflow(int maxPending) => new(
        $"{maxPending} events wait for the observer of MergeByEventTime to return, " +
        "which is the limit MaxPending. Raise the limit, or slow the sources down.");

    private void Complete(int index)
    {
        _inputs.Next(new(index, MergeInputKind.Completed));
        if (Interlocked.Decrement(ref _uncompleted) == 0)
        {
            _inputs.Complete();
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

        public Input Run()
        {
            _idle?.Start();
            try
            {
                _upstream.Disposable = _source.Subscribe(this);
            }
            catch (Exception error) when (!_merge._inputs.IsClosed)
            {
                // Of the source; an exception of the observer has ended the merge and goes to whoever called.
                OnError(error);
            }

            return this;
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

            _merge._inputs.Next(new(_index, MergeInputKind.Event, value));
        }

        public void OnError(Exception error)
        {
            if (!Interlocked.Exchange(ref _isStopped, true))
            {
                _merge._inputs.FailAtOnce(error);
            }
        }

        public void OnCompleted()
        {
            if (!Interlocked.Exchange(ref _isStopped, true))
            {
                Dispose();
                _merge.Complete(_index);
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
                _merge._inputs.Next(new(_index, MergeInputKind.Idle));
            }
        }
    }
}
