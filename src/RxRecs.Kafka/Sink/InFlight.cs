using System.Runtime.InteropServices;

namespace RxRecs.Kafka;

/// <summary>
/// Counts what was handed over, by one thread, and what has come back, and lets one side wait for the other. The counts
/// are lock-free and lie in cache lines of their own, so that the threads do not take them from each other with every
/// record; the lock is for those who wait, and each wait looks again after a while, so that no lost wake-up can last.
/// </summary>
internal sealed class InFlight(int limit)
{
    private const int LookAgain = 100;
    private readonly object _gate = new();
    private readonly int _resumeAt = limit - (limit / 4);
    private Lone _accepted;
    private Lone _ended;
    private long _endedSeen;
    private bool _waiting;
    private volatile bool _stopped;

    // What has come back is read first: the other way round, more might have come back than was handed over.
    public long Pending
    {
        get
        {
            var ended = Volatile.Read(ref _ended.Count);
            return Volatile.Read(ref _accepted.Count) - ended;
        }
    }

    public bool Stopped => _stopped;

    /// <summary>Counts one more, first waiting while there are too many.</summary>
    /// <param name="cancellation">The token that ends the waiting.</param>
    /// <returns>True if the record is taken; false if nothing more is.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public bool Enter(CancellationToken cancellation)
    {
        if (_accepted.Count - _endedSeen >= limit && !HasRoom())
        {
            WaitFor(_resumeAt - 1, cancellation);
        }

        if (_stopped)
        {
            return false;
        }

        Volatile.Write(ref _accepted.Count, _accepted.Count + 1);
        return true;
    }

    /// <summary>Takes back an <see cref="Enter"/>: the record was not handed over.</summary>
    public void Withdraw() => Volatile.Write(ref _accepted.Count, _accepted.Count - 1);

    public void Leave()
    {
        Interlocked.Increment(ref _ended.Count);
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

    private bool HasRoom()
    {
        _endedSeen = Volatile.Read(ref _ended.Count);
        return _accepted.Count - _endedSeen < limit;
    }

    private void WaitFor(long pending, CancellationToken cancellation)
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

                cancellation.ThrowIfCancellationRequested();
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

    /// <summary>A count with a cache line, and its neighbor that the processor fetches with it, to itself.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Lone
    {
        [FieldOffset(128)]
        public long Count;
    }
}
