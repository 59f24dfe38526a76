using System.Reactive.Disposables;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// Represents one subscription of a pipeline of operators, fed event by event by whoever reads the source, whose
/// operators' states are saved and restored as one. Saved together with the source's position, it makes a checkpoint: a
/// pipeline that is restored and fed from that position on gives the results that the first would have given.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
/// <remarks>
/// <para>What is saved: the state of every RxRecs operator that is subscribed while the pipeline is made, in any
/// composition (chains, <c>Publish</c> with several branches, <c>Merge</c>). One that is subscribed later (in
/// <c>GroupBy</c>, <c>SelectMany</c>, <c>Switch</c>, <c>Retry</c>) ends the pipeline with an
/// <see cref="InvalidOperationException"/>, and so does a later subscription of the source; one with an idle timeout
/// of its own is refused.</para>
/// <para>What cannot be seen, and is not saved: the state of plain Rx operators, such as <c>Scan</c>, <c>Buffer</c>,
/// <c>Distinct</c>, <c>Take</c>, <c>CombineLatest</c>, and variables of the pipeline's lambdas. They begin anew with
/// each pipeline; write such things with <see cref="RecsObservable.RunMachine{TEvent, TResult}"/>. Stateless ones
/// (<c>Where</c>, <c>Select</c>, <c>Do</c>) are free to use. All input must come from the pipeline's source, in its
/// thread: no <c>ObserveOn</c>, no timers, no second source that lives on its own.</para>
/// <para>An operator that has ended before the others (behind <c>Take</c>, say) is saved as such, and completes at once
/// when restored. Results that operators such as <c>StartWith</c> give at subscription are left out after a restore:
/// they were delivered before.</para>
/// <para>Not thread-safe: calls come one at a time, from whichever thread, and not from within a delivery.</para>
/// </remarks>
public sealed class CheckpointedPipeline<TEvent, TResult> : IDisposable
{
    private readonly MachineScope _scope = new();
    private readonly SnapshotCodecs? _codecs;
    private readonly PipelineSource<TEvent> _source;
    private readonly PipelineObserver<TResult> _results;
    private readonly SingleAssignmentDisposable _subscription = new();
    private bool _isRunning;
    private bool _isCompleted;
    private bool _isDisposed;
    private int _saved;

    /// <summary>Makes and subscribes a pipeline, new or as it was saved.</summary>
    /// <param name="build">The function that makes the pipeline over the given source; called once.</param>
    /// <param name="observer">The observer that takes the results, in the thread of the call that caused them.</param>
    /// <param name="snapshot">
    /// The snapshot that <see cref="Save"/> returned for the same pipeline; null to begin anew. Empty memory is not
    /// null and is refused.
    /// </param>
    /// <param name="codecs">The codecs that save keys, items and events; null for the built-in codecs.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SnapshotException">
    /// The bytes are damaged, or of another pipeline, version or setting; nothing was delivered.
    /// </exception>
    /// <exception cref="InvalidOperationException">An operator cannot be part of a checkpoint, or the function returned
    /// null.</exception>
    public CheckpointedPipeline(
        Func<IObservable<TEvent>, IObservable<TResult>> build,
        IObserver<TResult> observer,
        ReadOnlyMemory<byte>? snapshot = null,
        SnapshotCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(observer);
        _codecs = codecs;
        _source = new(_scope);
        _results = new(observer, _scope);
        var hasEnded = false;
        var saved = snapshot is { } bytes ? PipelineSnapshot.Open(bytes, codecs, out hasEnded) : null;
        if (hasEnded)
        {
            _results.End(null);
            return;
        }

        Run(() => Start(build, saved));
        Operators = [.. _scope.Machines.Select(machine => machine.Format)];
    }

    /// <summary>
    /// Gets the operators whose state is saved, the last of the pipeline first; none once it has ended.
    /// </summary>
    public IReadOnlyList<SnapshotFormat> Operators { get; } = [];

    /// <summary>
    /// Gets a value indicating whether the pipeline has completed or failed. Further events are then ignored.
    /// </summary>
    public bool HasEnded => _results.HasEnded;

    /// <summary>
    /// Gets the exception that the pipeline has failed with, or that its observer has thrown; null while it runs and
    /// when it has completed.
    /// </summary>
    public Exception? Error => _results.Error;

    /// <summary>Gets the least watermark of the operators that have one; null while there is none.</summary>
    public DateTimeOffset? Watermark => _scope.Machines.Min(machine => machine.Watermark);

    /// <summary>Tells how far each operator's watermark has come, in ticks; 0 where there is none.</summary>
    internal long[] Times => [.. _scope.Machines.Select(static machine => machine.Watermark?.UtcTicks ?? 0)];

    /// <summary>Takes one event; its results are delivered before the call returns.</summary>
    /// <param name="value">The event.</param>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <remarks>An exception of the observer goes to the caller and ends the pipeline.</remarks>
    public void OnNext(TEvent value)
    {
        var outer = Enter();
        try
        {
            if (!HasEnded && !_isCompleted)
            {
                _source.OnNext(value);
            }
        }
        catch (Exception error)
        {
            _results.End(error);
            throw;
        }
        finally
        {
            Leave(outer);
        }
    }

    /// <summary>Ends the input: what is open is flushed, and the pipeline completes.</summary>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public void Complete() => Run(() =>
    {
        if (!HasEnded && !_isCompleted)
        {
            _isCompleted = true;
            _source.Complete();
        }
    });

    /// <summary>
    /// Moves every operator's watermark ahead, for a source that is quiet: to where it stood before the call plus
    /// <paramref name="by"/>, those near the source first. Operators that have seen no event are left alone.
    /// </summary>
    /// <param name="by">The event time that passes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <remarks>
    /// An input like an event: to get the same results again, make the same call between the same events.
    /// </remarks>
    public void AdvanceWatermarks(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Run(() =>
        {
            var machines = _scope.Machines;
            var watermarks = machines.Select(machine => machine.Watermark).ToArray();
            for (var i = machines.Count - 1; i >= 0 && !HasEnded; i--)
            {
                if (watermarks[i] is { } watermark)
                {
                    var room = DateTimeOffset.MaxValue - watermark;
                    machines[i].Advance(by < room ? watermark + by : DateTimeOffset.MaxValue);
                }
            }
        });
    }

    /// <summary>Moves every operator's watermark ahead to a time of its own, those near the source first.</summary>
    internal void AdvanceTo(long[] times) => Run(() =>
    {
        for (var i = Math.Min(times.Length, _scope.Machines.Count) - 1; i >= 0 && !HasEnded; i--)
        {
            if (times[i] > (_scope.Machines[i].Watermark?.UtcTicks ?? 0))
            {
                _scope.Machines[i].Advance(new DateTimeOffset(times[i], TimeSpan.Zero));
            }
        }
    });

    /// <summary>Removes what operators keep under a key, where they know how.</summary>
    internal void ForgetKey(object key)
    {
        foreach (var machine in _scope.Machines)
        {
            machine.ForgetKey(key);
        }
    }

    /// <summary>Saves the state of all operators.</summary>
    /// <returns>The bytes, the caller's own; equal for equal histories.</returns>
    /// <exception cref="InvalidOperationException">
    /// The call comes from within a delivery, or the pipeline has failed: its last good snapshot stays the one to
    /// restore.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <exception cref="SnapshotException">A key, item or event type has no codec.</exception>
    public ReadOnlyMemory<byte> Save() => SnapshotContainer.Seal(Write(null));

    /// <summary>Writes the state of all operators, but for the seal.</summary>
    /// <param name="onProgress">The action that is called again and again meanwhile; null for none.</param>
    internal SnapshotWriter Write(Action? onProgress)
    {
        var writer = new SnapshotWriter(_codecs)
        {
            OnProgress = onProgress,
            Buffer = SnapshotWriter.RoomFor(_saved, []),
        };
        WriteTo(writer);
        _saved = writer.Written.Length;
        return writer;
    }

    /// <summary>Writes the state of all operators, but for the seal, behind what a writer has.</summary>
    internal void WriteTo(SnapshotWriter writer)
    {
        ThrowIfNotIdle();
        if (Error is { } error)
        {
            throw new InvalidOperationException(
                "The pipeline has failed and has no state to save: restore the last snapshot before.", error);
        }

        foreach (var machine in _scope.Machines)
        {
            if (machine.IsBusy)
            {
                throw new InvalidOperationException(
                    $"{machine.Format.Name} is at work on another thread. All input of a checkpointed pipeline must " +
                    "come through its OnNext.");
            }
        }

        _isRunning = true;
        try
        {
            PipelineSnapshot.Write(writer, HasEnded, _scope.Machines);
        }
        finally
        {
            _isRunning = false;
        }

        writer.EndProgress();
    }

    /// <summary>Ends the subscription without completing it: nothing is flushed, nothing more is delivered.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _results.Stop();
        _subscription.Dispose();
        _source.Dispose();
    }

    private void Start(Func<IObservable<TEvent>, IObservable<TResult>> build, SnapshotReader? saved)
    {
        _results.IsMuted = saved is not null;
        var results = build(_source) ?? throw new InvalidOperationException(
            "The function that makes the pipeline returned null: it must return the results over the source it is given.");
        _subscription.Disposable = results.Subscribe(_results);
        _scope.Close();
        if (_scope.Refusal is { } refusal)
        {
            throw refusal;
        }

        if (saved is not null && Error is null)
        {
            PipelineSnapshot.Restore(saved, _scope.Machines);
        }

        _results.Unmute();
    }

    private void Run(Action action)
    {
        var outer = Enter();
        try
        {
            action();
        }
        catch (Exception error)
        {
            _results.End(error);
            throw;
        }
        finally
        {
            Leave(outer);
        }
    }

    private MachineScope? Enter()
    {
        ThrowIfNotIdle();
        _isRunning = true;
        return MachineScope.Enter(_scope);
    }

    private void Leave(MachineScope? outer)
    {
        MachineScope.Enter(outer);
        _isRunning = false;
        if (HasEnded)
        {
            _subscription.Dispose();
            _scope.Clear();
        }
    }

    private void ThrowIfNotIdle()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isRunning)
        {
            throw new InvalidOperationException(
                "The pipeline is in the middle of a delivery or a save. Call it, and save it, after the call before " +
                "has returned.");
        }
    }
}
