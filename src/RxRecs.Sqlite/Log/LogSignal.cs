namespace RxRecs.Sqlite;

/// <summary>Wakes the readers of a log when something was appended to it, when one of them was disposed, and when it is
/// closed.</summary>
internal sealed class LogSignal
{
    private readonly object _gate = new();
    private long _raised;
    private bool _isClosed;

    /// <summary>Tells how often it was raised; to be read before looking for events.</summary>
    public long Raised => Interlocked.Read(ref _raised);

    public bool IsClosed => Volatile.Read(ref _isClosed);

    public void Raise()
    {
        lock (_gate)
        {
            _raised++;
            Monitor.PulseAll(_gate);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until it is raised again, closed, or for so long.</summary>
    public void Wait(long raised, TimeSpan most)
    {
        lock (_gate)
        {
            if (_raised == raised && !_isClosed)
            {
                Monitor.Wait(_gate, most);
            }
        }
    }
}
