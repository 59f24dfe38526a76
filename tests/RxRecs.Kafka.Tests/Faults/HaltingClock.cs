namespace RxRecs.Kafka.Tests.Faults;

/// <summary>
/// A clock at which its owner, the thread that looks at it first, stands still when told to, as the threads of a
/// process do that is suspended.
/// </summary>
internal sealed class HaltingClock : TimeProvider, IDisposable
{
    private readonly ManualResetEventSlim _goesOn = new(true);
    private int _owner;
    private volatile bool _isHalted;

    /// <summary>Tells whether the owner stands still.</summary>
    public bool IsHalted => _isHalted;

    public override long GetTimestamp()
    {
        var thread = Environment.CurrentManagedThreadId;
        var owner = Interlocked.CompareExchange(ref _owner, thread, 0);
        if (owner == thread && !_goesOn.IsSet)
        {
            _isHalted = true;
            _goesOn.Wait();
            _isHalted = false;
        }

        return base.GetTimestamp();
    }

    public void Halt() => _goesOn.Reset();

    public void GoOn() => _goesOn.Set();

    public void Dispose() => _goesOn.Dispose();
}
