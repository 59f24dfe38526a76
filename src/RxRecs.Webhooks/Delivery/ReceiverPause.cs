namespace RxRecs.Webhooks;

/// <summary>Holds back all requests for as long as the receiver has asked for.</summary>
/// <param name="time">The clock.</param>
internal sealed class ReceiverPause(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _start = time.GetTimestamp();
    private TimeSpan _length;

    private TimeSpan Left => _length - time.GetElapsedTime(_start);

    /// <summary>Begins a pause, unless one that ends later is on.</summary>
    public void Extend(TimeSpan length)
    {
        lock (_gate)
        {
            if (length > Left)
            {
                (_start, _length) = (time.GetTimestamp(), length);
            }
        }
    }

    /// <summary>Waits until there is no pause.</summary>
    public async ValueTask WaitAsync(CancellationToken stop)
    {
        while (Remaining() is { Ticks: > 0 } left)
        {
            await Task.Delay(left, time, stop).ConfigureAwait(false);
        }
    }

    private TimeSpan Remaining()
    {
        lock (_gate)
        {
            return Left;
        }
    }
}
