namespace RxRecs.Testing;

/// <summary>The Rx grammar as one observer sees it: what has ended it, and the first breach.</summary>
internal sealed class Grammar
{
    private int _inside;

    public Exception? Error { get; private set; }

    public bool IsCompleted { get; private set; }

    public bool HasEnded => IsCompleted || Error is not null;

    public string? Breach { get; private set; }

    /// <summary>Tells whether the subscription is disposed; once it is, every notification is a breach.</summary>
    public bool IsDisposed { get; set; }

    public void Enter(string name)
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            Breach ??= $"{name} while another notification was under way.";
        }

        if (HasEnded)
        {
            Breach ??= $"{name} after {(IsCompleted ? "OnCompleted" : "OnError")}.";
        }

        if (IsDisposed)
        {
            Breach ??= $"{name} after Dispose had returned.";
        }
    }

    public void EnterError(Exception error)
    {
        Enter("OnError");
        Error ??= error;
    }

    public void EnterCompleted()
    {
        Enter("OnCompleted");
        IsCompleted = true;
    }

    public void Leave() => Volatile.Write(ref _inside, 0);
}
