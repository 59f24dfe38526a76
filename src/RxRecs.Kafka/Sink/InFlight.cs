namespace RxRecs.Kafka.Sink;

/// <summary>
/// Counts what was handed over and what has come back, and lets one side wait for the other. The counts are lock-free;
/// the lock is for those who wait, and each wait looks again after a while, so that no lost wake-up can last.
/// </summary>
internal sealed class InFlight(int limit)
{
    private const int LookAgain = 100;
    private readonly object _gate = new();
    private readonly int _resumeAt = limit - (limit / 4);
    private long _accepted;
    private long _ended;
    private bool _waiting;
    private volatile bool _stopped;

    public long Pending => Interlocked.Read(ref _accepted) - Interlocked.Read(ref _ended);

    public bool Stopped => _stopped;

    /// <summary>Counts one more, first waiting while there are too many.</summary>
    /// <returns>False if nothing more is taken.</returns>
    public bool Enter()
    {
        if (Pending >= limit)
        {
            WaitFor(_resumeAt - 1);
        }

        if (_stopped)
        {
            return false;
        }

        Interlocked.Increment(ref _accepted);
        return true;
    }

    /// <summary>Takes back an <see cref="Enter"/>: the record was not handed over.</summary>
    public void Withdraw() => Interlocked.Decrement(ref _accepted);

    public void Leave()
    {
        Interlocked.Increment(ref _ended);
        if (Volatile.Read(ref _waiting) && Pending < _resumeAt)
        {
            WakeUp();
        }
    }

    /// <summary>Waits until something comes back, for a while at the most.</summary>
    public void WaitForRoom()
    {
        lock (_gate)
        {
            Volatile.Write(ref _waiting, true);
            Monitor.Wait(_gate, LookAgain / 10);
        }
    }

    public void Stop()
    {
        _stopped = true;
        WakeUp();
    }

    private void WaitFor(long pending)
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                // Announced before looking, or the last one to come back would not know of us.
                Volatile.Write(ref _waiting, true);
                Interlocked.MemoryBarrier();
                if (Pending <= pending)
                {
                    return;
                }

                Monitor.Wait(_gate, LookAgain);
            }
        }
    }

    private void WakeUp()
    {
        lock (_gate)
        {
            Volatile.Write(ref _waiting, false);
            Monitor.PulseAll(_gate);
        }
    }
}
