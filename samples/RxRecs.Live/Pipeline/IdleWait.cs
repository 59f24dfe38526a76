namespace RxRecs.Live.Pipeline;

/// <summary>
/// Lets one thread rest while it has nothing to do, and others wake it at hardly any cost while it works.
/// </summary>
internal sealed class IdleWait : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);
    private readonly AutoResetEvent _isNeeded = new(false);
    private volatile bool _isIdle;

    /// <summary>Waits until there is something to do, for a while at the most.</summary>
    public void Rest(Func<bool> hasWork)
    {
        // Announced before looking once more, or what comes in between would wake nobody.
        _isIdle = true;
        Interlocked.MemoryBarrier();
        if (!hasWork())
        {
            _isNeeded.WaitOne(Longest);
        }

        _isIdle = false;
    }

    /// <summary>Wakes the thread where it waits; while it works it looks for itself.</summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (!_isIdle)
        {
            return;
        }

        try
        {
            _isNeeded.Set();
        }
        catch (ObjectDisposedException)
        {
            // The server is over: nobody waits any more.
        }
    }

    public void Dispose() => _isNeeded.Dispose();
}
