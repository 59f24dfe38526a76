using RxRecs.Machines;

namespace RxRecs.Storage;

/// <summary>
/// Runs a <see cref="CheckpointedPipeline{TEvent, TResult}"/> over a source that can be read again from any position,
/// and saves its results, its state and the position through an <see cref="IResultStore"/>. What the store holds after
/// a kill at any moment and a restart is what it would hold without: no result is lost, none is counted twice.
/// </summary>
/// <typeparam name="TEvent">The events' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
/// <remarks>
/// <para>
/// Results are saved when there are enough of them or they have waited long enough, state and position at longer
/// intervals, together with the results before. After a restart the pipeline goes on from its last checkpoint, and
/// results that are in the store are left out by their numbers. That needs what <see
/// cref="CheckpointedPipeline{TEvent, TResult}"/> needs: no clock, no unseeded randomness, no second source.
/// </para>
/// <para>
/// Where the pipeline fails, the results of that event are taken back, those before are saved, and the last checkpoint
/// stays: a restart fails there again until the pipeline is repaired.
/// </para>
/// <para>
/// Calls may come from several threads and are taken one at a time. Two pipelines of the same name must not run at the
/// same time.
/// </para>
/// </remarks>
public sealed partial class StoredPipeline<TEvent, TResult> : IDisposable
{
    private readonly StoredPipelineOptions<TResult> _options;
    private readonly CheckpointedPipeline<TEvent, TResult> _pipeline;
    private readonly PendingResults<TResult> _results;
    private readonly PipelineSaves<TResult> _saves;
    private readonly Lock _gate = new();
    private bool _isInputComplete;

    /// <summary>Makes the pipeline, new or as the store has it.</summary>
    /// <param name="options">The options for where and how often it is saved.</param>
    /// <param name="build">The function that makes the pipeline over the given source; called once.</param>
    /// <exception cref="ArgumentNullException">An argument, the store or a selector is null.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="SnapshotException">
    /// The checkpoint is damaged, of another pipeline, version or setting, or ahead of the results in the store.
    /// </exception>
    /// <exception cref="InvalidOperationException">An operator cannot be part of a checkpoint.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public StoredPipeline(
        StoredPipelineOptions<TResult> options, Func<IObservable<TEvent>, IObservable<TResult>> build)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Store);
        ArgumentNullException.ThrowIfNull(options.KeySelector);
        ArgumentNullException.ThrowIfNull(options.TimeSelector);
        ArgumentNullException.ThrowIfNull(options.Write);
        ArgumentException.ThrowIfNullOrEmpty(options.Name);
        ArgumentNullException.ThrowIfNull(build);
        _options = options;
        var snapshots = options.Store.Load(options.Name);
        Damaged = snapshots.Damaged;
        var checkpoint = snapshots.Count > 0 ? Read(snapshots[0]) : null;
        var stored = options.Store.LastNumber(options.Name);
        if (checkpoint?.Number > stored)
        {
            throw Unusable(
                $"it was saved behind {checkpoint.Number} results, and the store knows of {stored}.");
        }

        Position = CheckpointPosition = checkpoint is null ? options.Start : snapshots[0].Position;
        _isInputComplete = checkpoint?.IsInputComplete ?? false;
        _results = new(options, checkpoint?.Number ?? 0, stored);
        _results.Begin();
        _pipeline = Restore(build, checkpoint);
        _saves = new(options, _results) { NeedsCheckpoint = _results.Count > 0 };
    }

    /// <summary>Gets the position from which the source is to be read on.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// Gets the position of the newest checkpoint: the last one that this run has saved, or the one that it began with.
    /// Older events of the source are needed only by the checkpoint before it, of which a store keeps one.
    /// </summary>
    public long CheckpointPosition { get; private set; }

    /// <summary>Gets the number of results that the pipeline has given, including those of earlier runs.</summary>
    public long ResultCount => _results.Number;

    /// <summary>Gets the number of results of this run that were in the store already, and were left out.</summary>
    public long RepeatCount => _results.Repeats;

    /// <summary>
    /// Gets one line for each checkpoint that was skipped because it is damaged. If there is any, the run has begun at
    /// an older one.
    /// </summary>
    public IReadOnlyList<string> Damaged { get; }

    /// <summary>
    /// Gets a value indicating whether the pipeline has completed or failed. Further events are then ignored.
    /// </summary>
    public bool HasEnded => _pipeline.HasEnded;

    /// <summary>
    /// Gets the exception that the pipeline has failed with; null while it runs and when it has completed.
    /// </summary>
    public Exception? Error => _pipeline.Error;

    /// <summary>
    /// Gets the least watermark of the operators that have one; null while there is none. Waits while an event or a
    /// save is under way.
    /// </summary>
    public DateTimeOffset? Watermark
    {
        get
        {
            lock (_gate)
            {
                return _pipeline.Watermark;
            }
        }
    }

    /// <summary>Takes one event, and saves what is due.</summary>
    /// <param name="value">The event.</param>
    /// <param name="nextPosition">The position from which the source is to be read on after the event.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The position is not beyond <see cref="Position"/>: the source was not read from there.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The input was completed before, in this run or an earlier one, or the call comes from within a delivery.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <exception cref="IOException">What is due cannot be saved. The event was taken; the next call tries
    /// again.</exception>
    /// <remarks>An exception of the options' delegates goes to the caller and ends the pipeline.</remarks>
    public void OnNext(TEvent value, long nextPosition)
    {
        lock (_gate)
        {
            ThrowIfNotAfterPosition(nextPosition);
            Deliver(value);
            if (Error is not null)
            {
                _saves.SaveResults();
                return;
            }

            Position = nextPosition;
            _saves.CountEvent();
            SaveIfDue();
        }
    }

    /// <summary>
    /// Moves every operator's watermark ahead, for a source that is quiet, and saves at once: an input that is
    /// nowhere in
    /// the source.
    /// </summary>
    /// <param name="by">The event time that passes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <exception cref="IOException">It cannot be saved; the next save tries again.</exception>
    public void AdvanceWatermarks(TimeSpan by) => Run(() => _pipeline.AdvanceWatermarks(by));

    /// <summary>Ends the input: what is open is flushed, the pipeline completes, and everything is saved.</summary>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <exception cref="IOException">It cannot be saved; the next save tries again.</exception>
    /// <remarks>A source that ends only for now is left alone instead: a completed pipeline does not go on.</remarks>
    public void Complete() => Run(() =>
    {
        _pipeline.Complete();
        _isInputComplete = true;
    });

    /// <summary>Saves results, state and position now, if anything has changed.</summary>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <exception cref="IOException">It cannot be saved; the next save tries again.</exception>
    public void Save()
    {
        lock (_gate)
        {
            if (Error is not null)
            {
                _saves.SaveResults();
            }
            else if (_saves.HasUnsaved)
            {
                SaveCheckpoint();
            }
        }
    }

    /// <summary>
    /// Saves what is due by now, for a source that is quiet: <see cref="OnNext"/> saves only when it is called.
    /// <see cref="RunAsync"/> calls it by itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The call comes from within a delivery.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    /// <exception cref="IOException">It cannot be saved; the next save tries again.</exception>
    public void SaveDue()
    {
        lock (_gate)
        {
            if (Error is null && _saves.HasUnsaved)
            {
                SaveIfDue();
            }
        }
    }

    /// <summary>
    /// Ends the pipeline without saving: what came since the last save comes again in the next run. Call
    /// <see cref="Save"/> before to spare that.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _pipeline.Dispose();
        }
    }

    private void ThrowIfNotAfterPosition(long nextPosition)
    {
        if (_isInputComplete)
        {
            throw new InvalidOperationException(
                $"The input of '{_options.Name}' was completed at position {Position}, and its open windows "
                + "were flushed:"
                + $" it cannot go on. Delete '{_options.Name}' from the store to begin anew, or use another name.");
        }

        if (nextPosition <= Position)
        {
            throw new ArgumentOutOfRangeException(
                nameof(nextPosition),
                nextPosition,
                $"'{_options.Name}' is at position {Position}: read its source from there, so that no event "
                + "counts twice.");
        }
    }

    private void Deliver(TEvent value)
    {
        _results.Begin();
        try
        {
            _pipeline.OnNext(value);
        }
        finally
        {
            if (Error is not null)
            {
                _results.TakeBack();
            }
        }
    }

    private void Run(Action action)
    {
        lock (_gate)
        {
            _results.Begin();
            try
            {
                action();
            }
            finally
            {
                if (Error is not null)
                {
                    _results.TakeBack();
                }
            }

            _saves.NeedsCheckpoint = true;
            Save();
        }
    }

    private void SaveIfDue()
    {
        var due = _saves.Due();
        if (due == DueSave.Checkpoint)
        {
            SaveCheckpoint();
        }
        else if (due == DueSave.Results)
        {
            _saves.SaveResults();
        }
    }

    private void SaveCheckpoint()
    {
        _saves.SaveCheckpoint(Position, _isInputComplete, _pipeline.WriteTo);
        CheckpointPosition = Position;
    }

    private StoredCheckpoint Read(StoredSnapshot snapshot)
    {
        try
        {
            return StoredCheckpoint.FromBytes(snapshot.Content);
        }
        catch (SnapshotException error)
        {
            throw Unusable(error.Message);
        }
    }

    private CheckpointedPipeline<TEvent, TResult> Restore(
        Func<IObservable<TEvent>, IObservable<TResult>> build, StoredCheckpoint? checkpoint)
    {
        try
        {
            return new(build, _results, checkpoint?.Pipeline, _options.Codecs);
        }
        catch (SnapshotException error)
        {
            throw Unusable(error.Message);
        }
    }

    private SnapshotException Unusable(string why) => new(
        $"The checkpoint '{_options.Name}' cannot be used: {why} Delete '{_options.Name}' from the store to "
        + "begin anew from"
        + " the start of the source, or use another name.");
}
