namespace RxRecs.Webhooks;

/// <summary>
/// Keeps the messages that are neither delivered nor told as failures, those of a key in one lane, in their order. A
/// lane that is not empty is somebody's work. Any thread may call.
/// </summary>
internal sealed class Lanes<T>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<WebhookMessage<T>>> _byKey = new(StringComparer.Ordinal);
    private TaskCompletionSource? _drained;
    private long _pending;
    private bool _isClosed;

    /// <summary>Gives the number of messages.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>Takes no message any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    /// <summary>Takes a message; gives its lane where that was empty, and is now the caller's to work off.</summary>
    /// <exception cref="ObjectDisposedException">Closed.</exception>
    public Queue<WebhookMessage<T>>? Add(WebhookMessage<T> message)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(WebhookSink<T>));
            _pending++;
            if (message.Key is not { } key)
            {
                return new([message]);
            }

            if (_byKey.TryGetValue(key, out var lane))
            {
                lane.Enqueue(message);
                return null;
            }

            lane = new([message]);
            _byKey.Add(key, lane);
            return lane;
        }
    }

    /// <summary>Takes the first message off its lane; gives the next one, or null where the work is done.</summary>
    public WebhookMessage<T>? Next(Queue<WebhookMessage<T>> lane)
    {
        TaskCompletionSource? drained = null;
        lock (_gate)
        {
            var done = lane.Dequeue();
            if (--_pending == 0)
            {
                (drained, _drained) = (_drained, null);
            }

            if (lane.TryPeek(out var next))
            {
                return next;
            }

            if (done.Key is { } key)
            {
                _byKey.Remove(key);
            }
        }

        drained?.SetResult();
        return null;
    }

    /// <summary>Gives a task that ends once there is no message.</summary>
    public Task WhenDrained()
    {
        lock (_gate)
        {
            return _pending == 0
                ? Task.CompletedTask
                : (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
