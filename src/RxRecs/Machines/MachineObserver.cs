using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Runtime.CompilerServices;

namespace RxRecs.Machines;

/// <summary>
/// The one Rx shell around a machine. It keeps the grammar however the source behaves, turns an exception of the
/// machine, or of user code in it, into one <c>OnError</c>, and delivers only between transitions: whatever arrives
/// while results are being delivered (a re-entrant source, the idle timer) waits until they are out, so nothing is ever
/// delivered under a lock. An exception of the observer itself disposes the source and goes to whoever called. Nothing
/// is allocated per event.
/// </summary>
/// <remarks>
/// <c>_machine</c> is null once the subscription has ended: the state is free for collection although the subscription
/// is held. <c>_gate</c> is there only with an idle timer, the one case in which two threads may call.
/// </remarks>
internal sealed partial class MachineObserver<TEvent, TResult> : IObserver<TEvent>, IDisposable
{
    private readonly Output<TResult> _output = new();
    private readonly IdleTimer? _idle;
    private readonly Lock? _gate;
    private SingleAssignmentDisposableValue _upstream;
    private Queue<Input>? _waiting;
    private IMachine<TEvent, TResult>? _machine;
    private IObserver<TResult> _observer;
    private bool _busy;
    private bool _sourceEnded;

    public MachineObserver(
        IMachine<TEvent, TResult> machine, IObserver<TResult> observer, TimeSpan? idleTimeout, IScheduler? scheduler)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        _format = machine.Format;
        _observer = observer;
        if (idleTimeout is { } timeout && machine is IEventTimeMachine<TEvent, TResult>)
        {
            _gate = new Lock();
            _idle = new IdleTimer(timeout, scheduler, () => Take(new Input(InputKind.Idle)));
        }
    }

    private enum InputKind : byte
    {
        Event,
        Error,
        Completed,
        Idle,
        Watermark,
    }

    public void Run(IObservable<TEvent> source)
    {
        _idle?.Start();
        try
        {
            _upstream.Disposable = source.Subscribe(this);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void OnNext(TEvent value)
    {
        if (_busy || _gate is not null)
        {
            TakeEvent(value);
            return;
        }

        var machine = _machine;
        if (machine is null || _sourceEnded)
        {
            return;
        }

        _busy = true;
        try
        {
            machine.OnEvent(value, _output);
        }
        catch (Exception error)
        {
            Fail(error);
            return;
        }

        if (_output.Count != 0)
        {
            Deliver();
        }

        if (_waiting is { Count: > 0 })
        {
            Drain();
        }
        else
        {
            _busy = false;
        }
    }

    public void OnError(Exception error) => Take(new Input(InputKind.Error, Error: error));

    public void OnCompleted() => Take(new Input(InputKind.Completed));

    public void Dispose()
    {
        (_machine as IDisposable)?.Dispose();
        _machine = null;
        _observer = Ended.Observer;
        _idle?.Dispose();
        _upstream.Dispose();
    }

    // Not in OnNext, where the place for the input would be cleared for each event.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeEvent(TEvent value) => Take(new Input(InputKind.Event, value));

    private void Take(Input input)
    {
        if (!EnterOrWait(input))
        {
            return;
        }

        Process(input);
        Drain();
    }

    private bool EnterOrWait(Input input)
    {
        _gate?.Enter();
        try
        {
            if (_machine is null || (_sourceEnded && input.Kind != InputKind.Idle))
            {
                return false;
            }

            _sourceEnded |= input.Kind is InputKind.Error or InputKind.Completed;
            if (_busy)
            {
                (_waiting ??= new Queue<Input>()).Enqueue(input);
                return false;
            }

            return _busy = true;
        }
        finally
        {
            _gate?.Exit();
        }
    }

    private void Drain()
    {
        while (TryDequeueOrRelease(out var input))
        {
            Process(input);
        }
    }

    private bool TryDequeueOrRelease(out Input input)
    {
        _gate?.Enter();
        try
        {
            if (_waiting is not null && _machine is not null && _waiting.TryDequeue(out input))
            {
                return true;
            }

            // The queue is kept for the next time, but nothing that waited when the subscription ended.
            _waiting = _machine is null ? null : _waiting;
            input = default;
            _busy = false;
            return false;
        }
        finally
        {
            _gate?.Exit();
        }
    }

    private void Process(Input input)
    {
        if (_machine is not { } machine)
        {
            return;
        }

        try
        {
            Transition(machine, input);
        }
        catch (Exception error)
        {
            Fail(error);
            return;
        }

        Deliver();
        End(input);
    }

    private void Transition(IMachine<TEvent, TResult> machine, Input input)
    {
        switch (input.Kind)
        {
            case InputKind.Event when _idle is null:
                machine.OnEvent(input.Value!, _output);
                break;
            case InputKind.Event when machine is IEventTimeMachine<TEvent, TResult> timed:
                var late = timed.LateEvents;
                machine.OnEvent(input.Value!, _output);
                if (timed.LateEvents == late)
                {
                    _idle!.Touch();
                }

                break;
            case InputKind.Completed:
                machine.OnCompleted(_output);
                break;
            case InputKind.Idle when machine is IEventTimeMachine<TEvent, TResult> timed:
                timed.OnWatermark(_idle!.Ahead(timed.Watermark), _output);
                break;
            case InputKind.Watermark when machine is IEventTimeMachine<TEvent, TResult> timed:
                timed.OnWatermark(input.Watermark, _output);
                break;
        }
    }

    private void Deliver()
    {
        try
        {
            for (var i = 0; i < _output.Count; i++)
            {
                _observer.OnNext(_output[i]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            _output.Clear();
        }
    }

    private void End(Input input)
    {
        if (input.Kind is not (InputKind.Error or InputKind.Completed) || _machine is null)
        {
            return;
        }

        var observer = _observer;
        Dispose();
        if (input.Error is { } error)
        {
            observer.OnError(error);
        }
        else
        {
            observer.OnCompleted();
        }
    }

    private void Fail(Exception error)
    {
        _output.Clear();
        var observer = _observer;
        Dispose();
        observer.OnError(error);
    }

    private readonly record struct Input(
        InputKind Kind, TEvent? Value = default, Exception? Error = null, DateTimeOffset Watermark = default);

    private sealed class Ended : IObserver<TResult>
    {
        public static Ended Observer { get; } = new();

        public void OnNext(TResult value)
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
