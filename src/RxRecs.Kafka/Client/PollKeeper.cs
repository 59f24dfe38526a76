namespace RxRecs.Kafka;

/// <summary>
/// Keeps a member in its group while its pipeline is busy with one record for long: a sink that blocks, a slow
/// operator. A member that does not poll is evicted, so after a while another thread pauses all partitions and polls
/// until the pipeline is done. At any time just one of the two threads has the consumer. It is a thread of its own: one
/// of the pool comes too late where others keep the pool busy, as several consumers do that lose their broker together.
/// </summary>
/// <param name="interval">
/// The time that the pipeline may take before the other thread steps in, up to twice this.
/// </param>
/// <param name="pollInstead">The action of the other thread, which goes on until its argument is set.</param>
internal sealed class PollKeeper(TimeSpan interval, Action<ManualResetEventSlim> pollInstead) : IDisposable
{
    private const int Polling = 0;
    private const int Processing = 1;
    private const int StoodIn = 2;
    private readonly ManualResetEventSlim _processed = new();
    private readonly ManualResetEventSlim _returned = new();
    private readonly ManualResetEventSlim _isOver = new();
    private Thread? _thread;
    private int _state;
    private long _records;
    private long _recordsAtTick = -1;

    public void Start()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = nameof(PollKeeper) };
        _thread.Start();
    }

    /// <summary>The pipeline takes a record.</summary>
    public void Enter()
    {
        _records++;
        Volatile.Write(ref _state, Processing);
    }

    /// <summary>The pipeline is done with it; true if the other thread had stepped in meanwhile.</summary>
    public bool Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Polling, Processing) == Processing)
        {
            return false;
        }

        _processed.Set();
        _returned.Wait();
        _returned.Reset();
        return true;
    }

    public void Dispose()
    {
        if (_thread is not { } thread)
        {
            return;
        }

        _thread = null;
        _isOver.Set();
        thread.Join();
        _isOver.Dispose();
        _processed.Dispose();
        _returned.Dispose();
    }

    private void Watch()
    {
        while (!_isOver.Wait(interval))
        {
            OnTick();
        }
    }

    private void OnTick()
    {
        var records = Volatile.Read(ref _records);
        var isStuck = records == _recordsAtTick && Volatile.Read(ref _state) == Processing;
        _recordsAtTick = records;
        if (!isStuck || Interlocked.CompareExchange(ref _state, StoodIn, Processing) != Processing)
        {
            return;
        }

        try
        {
            pollInstead(_processed);
            _processed.Wait();
        }
        finally
        {
            _processed.Reset();
            Volatile.Write(ref _state, Polling);
            _returned.Set();
        }
    }
}
