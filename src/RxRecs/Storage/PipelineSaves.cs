using RxRecs.Machines;

namespace RxRecs.Storage;

/// <summary>Saves what a pipeline has found and where it is, and tells when that is due.</summary>
/// <param name="options">The options for where and how often it is saved.</param>
/// <param name="results">The results since the last save.</param>
internal sealed class PipelineSaves<TResult>(StoredPipelineOptions<TResult> options, PendingResults<TResult> results)
{
    // A state may be large: the next one is written where this one was.
    private byte[] _room = [];
    private int _saved;
    private int _events;
    private long _resultsSaved = options.TimeProvider.GetTimestamp();
    private long _checkpointSaved = options.TimeProvider.GetTimestamp();

    /// <summary>Tells whether something has happened that is no event, and is to be saved at once.</summary>
    public bool NeedsCheckpoint { get; set; }

    /// <summary>Tells whether anything has changed since the last checkpoint.</summary>
    public bool HasUnsaved => _events > 0 || NeedsCheckpoint;

    /// <summary>Counts an event since the last checkpoint.</summary>
    public void CountEvent() => _events++;

    /// <summary>Tells what is to be saved now.</summary>
    public DueSave Due()
    {
        var now = options.TimeProvider.GetTimestamp();
        if (NeedsCheckpoint || _events >= options.CheckpointEvents
            || IsDue(_checkpointSaved, now, options.CheckpointInterval))
        {
            return DueSave.Checkpoint;
        }

        return results.Count >= options.MaxPendingResults
            || (results.Count > 0 && IsDue(_resultsSaved, now, options.ResultInterval))
            ? DueSave.Results
            : DueSave.None;
    }

    /// <summary>Saves the results alone.</summary>
    public void SaveResults()
    {
        if (results.Count > 0)
        {
            Store(() => options.Store.Save(options.Name, results.Rows));
            results.Clear();
        }

        _resultsSaved = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Saves the results together with the state and the position behind them.</summary>
    /// <param name="position">The position from which the source is to be read on.</param>
    /// <param name="isInputComplete">True if the input has ended.</param>
    /// <param name="writeState">The action that writes the pipeline's state, but for the seal.</param>
    public void SaveCheckpoint(long position, bool isInputComplete, Action<SnapshotWriter> writeState)
    {
        var writer = new SnapshotWriter(options.Codecs)
        {
            OnProgress = options.OnProgress,
            Buffer = SnapshotWriter.RoomFor(_saved, _room),
        };
        var start = StoredCheckpoint.Begin(writer, results.Number, isInputComplete);
        writeState(writer);
        (_saved, _room) = (writer.Written.Length, writer.Buffer);
        Store(() =>
        {
            var checkpoint = new StoredSnapshot(position, SnapshotContainer.Seal(writer, start));
            options.Store.Save(options.Name, results.Rows, checkpoint);
        });
        results.Clear();
        (_events, NeedsCheckpoint) = (0, false);
        _resultsSaved = _checkpointSaved = options.TimeProvider.GetTimestamp();
    }

    private bool IsDue(long since, long now, TimeSpan interval) =>
        options.TimeProvider.GetElapsedTime(since, now) >= interval;

    /// <summary>Lets the store save, and does meanwhile what the options say.</summary>
    private void Store(Action save)
    {
        if (options.OnProgress is not { } onProgress)
        {
            save();
            return;
        }

        var saving = Task.Factory.StartNew(
            save, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (Task.WaitAny([saving], millisecondsTimeout: 1) < 0)
            {
                onProgress();
            }
        }
        finally
        {
            saving.GetAwaiter().GetResult();
        }
    }
}
