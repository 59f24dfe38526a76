using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// The end of a checkpointed pipeline: keeps the grammar, remembers how the pipeline ended, and calls the observer
/// outside of the pipeline's scope, so that the observer may subscribe to what it likes.
/// </summary>
internal sealed class PipelineObserver<TResult>(IObserver<TResult> observer, MachineScope scope) : IObserver<TResult>
{
    private bool _isStopped;

    public bool HasEnded { get; private set; }

    public Exception? Error { get; private set; }

    /// <summary>Tells whether results are left out: they were delivered before the pipeline was saved.</summary>
    public bool IsMuted { get; set; }

    public void OnNext(TResult value)
    {
        if (_isStopped || IsMuted)
        {
            return;
        }

        var inside = MachineScope.Enter(null);
        try
        {
            observer.OnNext(value);
        }
        finally
        {
            MachineScope.Enter(inside);
        }
    }

    public void OnError(Exception error)
    {
        if (End(error) && !IsMuted && scope.Refusal is null)
        {
            TellEnd();
        }
    }

    public void OnCompleted()
    {
        if (End(null) && !IsMuted)
        {
            TellEnd();
        }
    }

    /// <summary>Nothing is delivered any more.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Ends without telling the observer.</summary>
    /// <returns>True if this was the end.</returns>
    public bool End(Exception? error)
    {
        if (_isStopped)
        {
            return false;
        }

        Error = error;
        return HasEnded = _isStopped = true;
    }

    /// <summary>Delivers from now on; the end as well, if it has come meanwhile.</summary>
    public void Unmute()
    {
        if (IsMuted && HasEnded)
        {
            TellEnd();
        }

        IsMuted = false;
    }

    private void TellEnd()
    {
        var inside = MachineScope.Enter(null);
        try
        {
            if (Error is null)
            {
                observer.OnCompleted();
            }
            else
            {
                observer.OnError(Error);
            }
        }
        finally
        {
            MachineScope.Enter(inside);
        }
    }
}
