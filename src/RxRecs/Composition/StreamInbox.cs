using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace RxRecs;

/// <summary>
/// Brings the values of a composition's streams to its own thread of work: at once where they come within an event, and
/// before the next event or request where they come from elsewhere.
/// </summary>
internal sealed class StreamInbox
{
    private readonly ConcurrentQueue<Action> _waiting = new();
    private volatile Exception? _error;
    private volatile int _worker;

    /// <summary>Begins work on this thread, whose values are taken at once until <see cref="Leave"/>.</summary>
    public void Enter()
    {
        _worker = Environment.CurrentManagedThreadId;
        TakeWaiting();
    }

    /// <summary>Ends the work.</summary>
    public void Leave() => _worker = 0;

    /// <summary>Throws what a stream has failed with.</summary>
    public void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    public void Take<TValue>(StreamPart<TValue> part, TValue value)
    {
        if (_worker == Environment.CurrentManagedThreadId)
        {
            part.Put(value);
        }
        else
        {
            _waiting.Enqueue(() => part.Put(value));
        }
    }

    public void Fail(Exception error) => _error ??= error;

    private void TakeWaiting()
    {
        while (_waiting.TryDequeue(out var put))
        {
            put();
        }
    }
}
