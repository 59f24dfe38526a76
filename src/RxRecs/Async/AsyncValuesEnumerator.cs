using System.Reactive;
using System.Reactive.Disposables;
using System.Threading.Channels;
using RxRecs.Machines;

namespace RxRecs;

/// <summary>
/// One subscription that is read with <c>await foreach</c>: the source writes into a bounded channel.
/// </summary>
internal sealed class AsyncValuesEnumerator<T> : ObserverBase<T>, IAsyncEnumerator<T>
{
    private const int NoThread = -1;
    private readonly Channel<T> _channel;
    private readonly WhenFull _whenFull;
    private readonly Action<int> _onDropped;
    private readonly SingleAssignmentDisposable _subscription = new();
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _left = new();
    private int _subscribingThread = NoThread;

    public AsyncValuesEnumerator(
        int capacity, WhenFull whenFull, Action<int> onDropped, CancellationToken cancellation)
    {
        (_whenFull, _onDropped, _cancellation) = (whenFull, onDropped, cancellation);
        _channel = Channel.CreateBounded<T>(
            new BoundedChannelOptions(capacity) { SingleReader = whenFull == WhenFull.Wait, SingleWriter = true });
    }

    public T Current { get; private set; } = default!;

    public void Subscribe(IObservable<T> source)
    {
        _subscribingThread = Environment.CurrentManagedThreadId;
        _subscription.Disposable = source.Subscribe(this);
        _subscribingThread = NoThread;
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        try
        {
            while (await _channel.Reader.WaitToReadAsync(_cancellation).ConfigureAwait(false))
            {
                if (_channel.Reader.TryRead(out var value))
                {
                    Current = value;
                    return true;
                }
            }

            return false;
        }
        catch
        {
            Leave();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Leave();
        return ValueTask.CompletedTask;
    }

    protected override void OnNextCore(T value)
    {
        while (!_channel.Writer.TryWrite(value) && !_left.IsCancellationRequested)
        {
            MakeRoom();
        }
    }

    protected override void OnErrorCore(Exception error) => _channel.Writer.TryComplete(error);

    protected override void OnCompletedCore() => _channel.Writer.TryComplete();

    private void MakeRoom()
    {
        switch (_whenFull)
        {
            case WhenFull.Wait:
                WaitForRoom();
                break;
            case WhenFull.DropOldest:
                Drop(atMost: 1);
                break;
            default:
                Drop(atMost: int.MaxValue);
                break;
        }
    }

    private void WaitForRoom()
    {
        if (_subscribingThread == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                "The source gives more values within Subscribe than there is room for, and nobody can read them before "
                + "it returns: put SubscribeOn(TaskPoolScheduler.Default) before ReadAllAsync.");
        }

        try
        {
            _channel.Writer.WaitToWriteAsync(_left.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The reader has left: the value is nobody's.
        }
    }

    private void Drop(int atMost)
    {
        var count = 0;
        while (count < atMost && _channel.Reader.TryRead(out _))
        {
            count++;
            SetAsideEvents.Add("ReadAllAsync", SetAsideEvents.NotRead);
        }

        _onDropped(count);
    }

    private void Leave()
    {
        _left.Cancel();
        _subscription.Dispose();
        _channel.Writer.TryComplete();
    }
}
